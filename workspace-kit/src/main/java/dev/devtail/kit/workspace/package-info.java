/**
 * The files of a workspace: reached by descriptors, so that nothing leads out of it, without what
 * Git ignores and without secrets.
 */
@NullMarked
package dev.devtail.kit.workspace;

import org.jspecify.annotations.NullMarked;
