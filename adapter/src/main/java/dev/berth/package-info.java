/** The face: the bean a server configures, the DataSource an application holds. */
@NullMarked
package dev.berth;

import org.jspecify.annotations.NullMarked;
