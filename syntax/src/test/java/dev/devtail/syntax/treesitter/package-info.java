@NullMarked
package dev.devtail.syntax.treesitter;

import org.jspecify.annotations.NullMarked;
