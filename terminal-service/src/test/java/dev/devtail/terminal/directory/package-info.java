@NullMarked
package dev.devtail.terminal.directory;

import org.jspecify.annotations.NullMarked;
