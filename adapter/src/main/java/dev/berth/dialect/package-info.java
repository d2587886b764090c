/** What differs between databases. Imports JDBC, the XA interfaces, and a driver only in that driver's own classes. */
@NullMarked
package dev.berth.dialect;

import org.jspecify.annotations.NullMarked;
