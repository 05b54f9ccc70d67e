package dev.devtail.simulator.script;

/**
 * What a tool gave back.
 *
 * @param name of the tool; empty if the conversation does not tell
 */
public record ToolResult(String name, String text) {}
