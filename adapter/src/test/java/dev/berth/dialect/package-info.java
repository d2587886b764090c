/** Tests: what they provoke is often null. */
@NullUnmarked
package dev.berth.dialect;

import org.jspecify.annotations.NullUnmarked;
