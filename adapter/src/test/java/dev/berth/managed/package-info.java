/** Tests: what they provoke is often null. */
@NullUnmarked
package dev.berth.managed;

import org.jspecify.annotations.NullUnmarked;
