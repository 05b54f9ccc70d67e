@NullMarked
package dev.devtail.terminal.config;

import org.jspecify.annotations.NullMarked;
