package dev.devtail.router.cache;

import dev.devtail.router.provider.AnswerHead;

/**
 * A whole answer: an object, or all events of a stream.
 *
 * @param head without what is of one call alone
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CachedAnswer(AnswerHead head, byte[] body) {}
