package dev.devtail.terminal.domain;

/**
 * What has gone through a terminal since this service began it.
 *
 * @param running whether it has not ended
 * @param outputBytes printed by its program
 * @param inputBytes typed by its viewers, each byte once
 */
public record TerminalTraffic(
    TerminalId id, String sessionId, boolean running, long outputBytes, long inputBytes) {}
