/**
 * Tree-sitter in this process: its C interface, the queries of each language, and code maps made of
 * what they find.
 */
@NullMarked
package dev.devtail.syntax.treesitter;

import org.jspecify.annotations.NullMarked;
