/** Login shells in sessions of Zellij, which go on when this service ends. */
@NullMarked
package dev.devtail.terminal.zellij;

import org.jspecify.annotations.NullMarked;
