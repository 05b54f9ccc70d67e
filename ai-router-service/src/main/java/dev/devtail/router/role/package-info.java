/**
 * Runs of agents in three roles: a planner plans, an editor edits the files of a workspace, a
 * reviewer approves or sends back; hooks look on. A run is a program on a thread of its own that
 * waits for its models and its workspace.
 */
@NullMarked
package dev.devtail.router.role;

import org.jspecify.annotations.NullMarked;
