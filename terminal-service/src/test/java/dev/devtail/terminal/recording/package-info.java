@NullMarked
package dev.devtail.terminal.recording;

import org.jspecify.annotations.NullMarked;
