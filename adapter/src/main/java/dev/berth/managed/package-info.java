/** One physical connection: its life, its transaction, its events. Knows neither pools nor servers' managers. */
@NullMarked
package dev.berth.managed;

import org.jspecify.annotations.NullMarked;
