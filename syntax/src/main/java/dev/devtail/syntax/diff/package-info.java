/**
 * What has changed between two versions of a file, told in symbols: {@link
 * dev.devtail.syntax.diff.SyntaxDiff}.
 */
@NullMarked
package dev.devtail.syntax.diff;

import org.jspecify.annotations.NullMarked;
