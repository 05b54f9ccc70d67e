@NullMarked
package dev.devtail.terminal.pty;

import org.jspecify.annotations.NullMarked;
