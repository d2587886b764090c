/** Tests: what they provoke is often null. */
@NullUnmarked
package dev.berth;

import org.jspecify.annotations.NullUnmarked;
