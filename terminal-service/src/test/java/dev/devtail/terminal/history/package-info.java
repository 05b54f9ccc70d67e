@NullMarked
package dev.devtail.terminal.history;

import org.jspecify.annotations.NullMarked;
