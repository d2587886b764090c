/**
 * What Berth's pool costs beside others: {@code mvn -B -Pbench -pl adapter verify}. Ratios within one run count, not
 * times.
 */
@NullMarked
package dev.berth.bench;

import org.jspecify.annotations.NullMarked;
