/** Starts what the sample needs, a PostgreSQL and a WildFly, and ends both without a trace. */
@NullMarked
package dev.berth.demo;

import org.jspecify.annotations.NullMarked;
