/** Tests: what they provoke is often null. */
@NullUnmarked
package dev.berth.pool;

import org.jspecify.annotations.NullUnmarked;
