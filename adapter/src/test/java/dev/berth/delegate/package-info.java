/** Tests: what they provoke is often null. */
@NullUnmarked
package dev.berth.delegate;

import org.jspecify.annotations.NullUnmarked;
