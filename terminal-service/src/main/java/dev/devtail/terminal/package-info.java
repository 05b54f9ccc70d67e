/** terminal-service: the one service that runs beside the user's files. */
@NullMarked
package dev.devtail.terminal;

import org.jspecify.annotations.NullMarked;
