package dev.devtail.syntax.diff;

import dev.devtail.syntax.CodeMap;

/**
 * A file at a moment.
 *
 * @param map of the text
 */
public record Version(CodeMap map, String text) {}
