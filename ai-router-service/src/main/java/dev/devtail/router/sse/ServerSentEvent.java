package dev.devtail.router.sse;

/**
 * One event.
 *
 * @param type empty where the stream names none, which stands for "message"
 * @param data its lines, joined by line feeds
 */
public record ServerSentEvent(String type, String data) {}
