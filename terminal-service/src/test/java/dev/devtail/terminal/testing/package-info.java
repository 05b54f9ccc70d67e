@NullMarked
package dev.devtail.terminal.testing;

import org.jspecify.annotations.NullMarked;
