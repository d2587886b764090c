/** Tests: what they provoke is often null. */
@NullUnmarked
package dev.berth.config;

import org.jspecify.annotations.NullUnmarked;
