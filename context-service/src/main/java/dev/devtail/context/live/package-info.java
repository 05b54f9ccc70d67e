/**
 * Workspaces that are kept true: their files are read once, and again as they change; {@link
 * dev.devtail.context.live.LiveWorkspaces} has those that somebody asks of.
 */
@NullMarked
package dev.devtail.context.live;

import org.jspecify.annotations.NullMarked;
