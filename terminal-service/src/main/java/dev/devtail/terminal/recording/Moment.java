package dev.devtail.terminal.recording;

import dev.devtail.terminal.domain.WindowSize;

/**
 * The screen of a recording at a time.
 *
 * @param timeMillis of the last event up to the time asked for
 * @param offset where in the file the next event begins
 * @param screen draws it in a fresh terminal of the size
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Moment(long timeMillis, long offset, WindowSize size, byte[] screen) {}
