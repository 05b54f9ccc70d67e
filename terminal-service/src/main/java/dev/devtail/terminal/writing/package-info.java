/** Writes files on a thread of its own, for terminals that never wait. */
@NullMarked
package dev.devtail.terminal.writing;

import org.jspecify.annotations.NullMarked;
