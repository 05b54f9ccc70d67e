@NullMarked
package dev.devtail.terminal.zellij;

import org.jspecify.annotations.NullMarked;
