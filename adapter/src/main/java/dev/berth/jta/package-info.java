/** Connections in the transactions of a transaction manager outside a server. Knows the pool, and nothing of JDBC. */
@NullMarked
package dev.berth.jta;

import org.jspecify.annotations.NullMarked;
