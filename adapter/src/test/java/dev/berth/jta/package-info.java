/** Tests: what they provoke is often null. */
@NullUnmarked
package dev.berth.jta;

import org.jspecify.annotations.NullUnmarked;
