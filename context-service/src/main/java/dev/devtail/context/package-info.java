/**
 * What of a workspace serves a task, within a budget of tokens. Files come from {@link
 * dev.devtail.context.workspace}.
 */
@NullMarked
package dev.devtail.context;

import org.jspecify.annotations.NullMarked;
