package dev.devtail.terminal.history;

/**
 * Bytes of a terminal's output.
 *
 * @param start of the oldest byte that is kept
 * @param offset of the first byte of the payload
 * @param payload bytes that follow each other; empty at the end
 * @param end behind the last byte that is kept
 * @param gap bytes before {@code offset}, from the one that was asked for, that are not kept
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record HistoryPart(long start, long offset, byte[] payload, long end, long gap) {}
