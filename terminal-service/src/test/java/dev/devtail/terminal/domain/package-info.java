@NullMarked
package dev.devtail.terminal.domain;

import org.jspecify.annotations.NullMarked;
