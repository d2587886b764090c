/** Tests: what they provoke is often null. */
@NullUnmarked
package dev.berth.handle;

import org.jspecify.annotations.NullUnmarked;
