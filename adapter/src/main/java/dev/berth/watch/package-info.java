/** What can be seen from outside, by JMX. Depends on nothing of ours; others tell it through small interfaces. */
@NullMarked
package dev.berth.watch;

import org.jspecify.annotations.NullMarked;
