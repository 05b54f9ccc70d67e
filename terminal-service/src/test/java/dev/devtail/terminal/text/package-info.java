@NullMarked
package dev.devtail.terminal.text;

import org.jspecify.annotations.NullMarked;
