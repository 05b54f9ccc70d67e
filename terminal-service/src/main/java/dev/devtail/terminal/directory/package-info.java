/** What session-service is told of terminals: where they are, and what became of them. */
@NullMarked
package dev.devtail.terminal.directory;

import org.jspecify.annotations.NullMarked;
