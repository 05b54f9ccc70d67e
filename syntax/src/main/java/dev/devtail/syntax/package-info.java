/**
 * Source code read by tree-sitter: {@link dev.devtail.syntax.CodeParser} makes a {@link
 * dev.devtail.syntax.CodeMap} of a file, which says what it declares and mentions.
 */
@NullMarked
package dev.devtail.syntax;

import org.jspecify.annotations.NullMarked;
