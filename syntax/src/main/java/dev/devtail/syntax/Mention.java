package dev.devtail.syntax;

/**
 * A name that a file uses and does not declare there: of what is called, of a type, of a constant.
 *
 * @param line counted from 1
 */
public record Mention(String name, int line) {}
