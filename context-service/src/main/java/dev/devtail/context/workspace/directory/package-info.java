/** {@link dev.devtail.context.workspace.Workspace} of a directory of this machine. */
@NullMarked
package dev.devtail.context.workspace.directory;

import org.jspecify.annotations.NullMarked;
