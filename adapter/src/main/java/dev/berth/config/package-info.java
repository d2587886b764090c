/** What was configured, checked and frozen. Does not know who uses it. */
@NullMarked
package dev.berth.config;

import org.jspecify.annotations.NullMarked;
