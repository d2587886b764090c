/**
 * How to forward each method of {@code java.sql}, and who is below whom. Knows nothing else.
 *
 * <p>The {@code Delegating*} classes are generated once and committed; a test writes them again and compares.
 */
@NullMarked
package dev.berth.delegate;

import org.jspecify.annotations.NullMarked;
