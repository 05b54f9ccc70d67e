/** One key, or a flood, through one path: DevTail, ttyd, or a PTY with nothing in between. */
@NullMarked
package dev.devtail.bench.probe;

import org.jspecify.annotations.NullMarked;
