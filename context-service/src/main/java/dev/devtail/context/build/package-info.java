/** From a task to a context: chosen, fitted into a budget, written. */
@NullMarked
package dev.devtail.context.build;

import org.jspecify.annotations.NullMarked;
