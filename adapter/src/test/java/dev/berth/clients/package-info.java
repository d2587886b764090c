/** What applications put over a pool does a small real job over ours: the code that the README shows is here. */
@NullUnmarked
package dev.berth.clients;

import org.jspecify.annotations.NullUnmarked;
