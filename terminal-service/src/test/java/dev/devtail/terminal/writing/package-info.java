@NullMarked
package dev.devtail.terminal.writing;

import org.jspecify.annotations.NullMarked;
