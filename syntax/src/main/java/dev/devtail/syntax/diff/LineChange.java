package dev.devtail.syntax.diff;

/** Lines that have taken the place of others. */
public record LineChange(LineRange before, LineRange after) {}
