package dev.devtail.syntax;

/**
 * A name that a file uses: of what is called, of a type, of a constant; once for a line. Where a
 * name is declared or imported is no mention of it.
 *
 * @param line counted from 1
 */
public record Mention(String name, int line) {}
