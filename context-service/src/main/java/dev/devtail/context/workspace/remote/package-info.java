/** {@link dev.devtail.context.workspace.Workspace} of a terminal-service. */
@NullMarked
package dev.devtail.context.workspace.remote;

import org.jspecify.annotations.NullMarked;
