/** The files of workspaces, from which nothing leads out, and commands that run in them. */
@NullMarked
package dev.devtail.terminal.workspace;

import org.jspecify.annotations.NullMarked;
