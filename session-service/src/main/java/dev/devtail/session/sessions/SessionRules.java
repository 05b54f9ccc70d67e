package dev.devtail.session.sessions;

/**
 * What an installation decides about sessions.
 *
 * @param defaultWorkspace where a session lives that names no workspace
 * @param maxPerUser most sessions that one user may have
 */
public record SessionRules(Workspace defaultWorkspace, int maxPerUser) {}
