/** Tests. */
@NullMarked
package dev.devtail.terminal.workspace;

import org.jspecify.annotations.NullMarked;
