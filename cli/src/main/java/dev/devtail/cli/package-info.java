/** The {@code devtail} command. */
@NullMarked
package dev.devtail.cli;

import org.jspecify.annotations.NullMarked;
