@NullMarked
package dev.devtail.terminal;

import org.jspecify.annotations.NullMarked;
