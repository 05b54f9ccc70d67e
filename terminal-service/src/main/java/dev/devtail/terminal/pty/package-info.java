/**
 * Real pseudo-terminals on Linux: pty4j starts the program; from then on its descriptor and its end
 * are watched by the event loops, without a thread, a stream or garbage per terminal.
 */
@NullMarked
package dev.devtail.terminal.pty;

import org.jspecify.annotations.NullMarked;
