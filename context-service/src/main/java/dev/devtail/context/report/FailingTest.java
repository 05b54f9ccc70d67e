package dev.devtail.context.report;

/**
 * A test that failed.
 *
 * @param name as its tool has it, with its class or package
 * @param path of its file, relative to the workspace; empty: not known
 * @param line where it failed in that file, counted from 1; 0: not known
 * @param message the first lines of what it says; may be empty
 */
public record FailingTest(String name, String path, int line, String message) {}
