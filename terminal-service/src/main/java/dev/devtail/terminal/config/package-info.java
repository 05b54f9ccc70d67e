/** Configuration and wiring of terminal-service. */
@NullMarked
package dev.devtail.terminal.config;

import org.jspecify.annotations.NullMarked;
