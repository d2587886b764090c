/**
 * What the application touches: closed or not, open children, who hears of a failure. Imports nothing of Jakarta
 * Connectors: what it needs of the managed connection behind it stands in {@link dev.berth.handle.Session}.
 */
@NullMarked
package dev.berth.handle;

import org.jspecify.annotations.NullMarked;
