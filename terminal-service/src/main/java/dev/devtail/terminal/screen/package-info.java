/**
 * The server's idea of a terminal's screen: what a program wrote so far, held so that a viewer who
 * attaches is given the state instead of a replay. {@link Screen} is the way in.
 *
 * <p>Behaviour follows xterm.js 6.0 in its default configuration, because that is what viewers run:
 * the two must agree on every cell. Everything here is confined to one thread.
 */
@NullMarked
package dev.devtail.terminal.screen;

import org.jspecify.annotations.NullMarked;
