package dev.devtail.terminal.domain;

/** The 16 random bytes that name one place where a terminal is shown. */
public record ViewerId(long high, long low) {}
