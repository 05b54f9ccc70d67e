package dev.devtail.simulator.script;

/** What is answered to requests that match. */
public record Rule(Match when, Answer answer) {}
