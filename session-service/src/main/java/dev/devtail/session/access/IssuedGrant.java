package dev.devtail.session.access;

/**
 * A grant that was just made.
 *
 * @param token for its holder; this is the only time it is told
 */
public record IssuedGrant(Grant grant, GrantToken token) {}
