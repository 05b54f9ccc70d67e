package dev.devtail.router.translate.answer;

import dev.devtail.router.translate.conversation.ToolNames;

/**
 * What of a request its answer depends on.
 *
 * @param names what the tools are called on either side
 * @param usageInStream whether the caller wants a stream to tell what was used, where its protocol
 *     leaves that to it
 */
public record AnswerShape(ToolNames names, boolean usageInStream) {}
