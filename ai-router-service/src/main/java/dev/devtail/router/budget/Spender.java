package dev.devtail.router.budget;

/**
 * In whose name a call is made.
 *
 * @param session that the caller's key belongs to; empty if to none
 * @param agentRole in which it calls; empty if in none
 * @param agentRun of which the call is a part; empty if of none
 */
public record Spender(String user, String session, String agentRole, String agentRun) {}
