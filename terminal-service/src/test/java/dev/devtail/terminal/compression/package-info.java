@NullMarked
package dev.devtail.terminal.compression;

import org.jspecify.annotations.NullMarked;
