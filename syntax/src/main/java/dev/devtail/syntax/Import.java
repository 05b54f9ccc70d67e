package dev.devtail.syntax;

/**
 * What a file takes from elsewhere.
 *
 * @param target as it is written: a package, a type, a path; at most {@value Symbol#MAX_NAME}
 *     characters
 * @param line counted from 1
 */
public record Import(String target, int line) {}
