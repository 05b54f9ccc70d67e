@NullMarked
package dev.devtail.context.workspace.directory;

import org.jspecify.annotations.NullMarked;
