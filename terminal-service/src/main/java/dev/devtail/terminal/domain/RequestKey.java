package dev.devtail.terminal.domain;

/** The 16 random bytes that name one wish for a terminal, so that asking twice starts one. */
public record RequestKey(long high, long low) {}
