/** How connections are kept outside a server. Speaks Jakarta Connectors only, and nothing of JDBC. */
@NullMarked
package dev.berth.pool;

import org.jspecify.annotations.NullMarked;
