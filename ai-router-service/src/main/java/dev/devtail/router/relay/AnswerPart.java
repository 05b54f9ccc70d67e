package dev.devtail.router.relay;

import dev.devtail.router.provider.AnswerHead;
import org.jspecify.annotations.Nullable;

/**
 * A part of an answer.
 *
 * @param head of the first part, and only of that
 * @param body goes on behind those before; of a stream, whole events
 */
@SuppressWarnings("ArrayRecordComponent") // megabytes, that nobody compares
public record AnswerPart(@Nullable AnswerHead head, byte[] body) {}
