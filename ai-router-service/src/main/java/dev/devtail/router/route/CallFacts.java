package dev.devtail.router.route;

import dev.devtail.router.request.RequestFacts;

/**
 * Everything that a rule may look at.
 *
 * @param user who calls
 * @param session DevTail's session that the caller's key belongs to; empty if to none
 * @param requestClass {@code main} or {@code subagent}, as coding agents say it in a header; empty
 *     if unsaid
 * @param agentType of the sub-agent that calls; empty if unsaid
 */
public record CallFacts(
    RequestFacts request, String user, String session, String requestClass, String agentType) {}
