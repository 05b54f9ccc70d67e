package dev.devtail.router.translate.conversation;

import org.jspecify.annotations.Nullable;

/** How the next token is chosen. What is null is left to the provider. */
public record Sampling(
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Long topK,
    @Nullable Double presencePenalty,
    @Nullable Double frequencyPenalty,
    @Nullable Long seed) {}
