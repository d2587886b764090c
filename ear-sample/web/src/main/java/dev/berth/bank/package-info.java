/** A small bank over two databases, written as any application team would: nothing in here knows the adapter. */
@NullMarked
package dev.berth.bank;

import org.jspecify.annotations.NullMarked;
