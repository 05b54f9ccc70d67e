/**
 * What is known of a workspace at a moment, in memory: which words its files hold, what they
 * declare, and which commits changed them. {@link dev.devtail.context.index.TaskRanking} says what
 * of it serves a task.
 */
@NullMarked
package dev.devtail.context.index;

import org.jspecify.annotations.NullMarked;
