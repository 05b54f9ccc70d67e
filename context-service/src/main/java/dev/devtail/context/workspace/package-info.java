/**
 * The port to the files of a workspace: who serves them may be terminal-service or a directory of
 * this machine. Nothing that is kept out of contexts (ignored files, secrets) comes through it.
 */
@NullMarked
package dev.devtail.context.workspace;

import org.jspecify.annotations.NullMarked;
