package dev.devtail.syntax;

import org.jspecify.annotations.Nullable;

/**
 * A file to be read.
 *
 * @param content not changed by anyone while it is read
 * @param document names the file over its versions, so that a later one costs what was changed in
 *     it; null: it is read once
 */
@SuppressWarnings("ArrayRecordComponent")
public record Source(Language language, byte[] content, @Nullable String document) {}
