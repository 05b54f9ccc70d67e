/** Fitting what is wanted into a budget of tokens: never over it. */
@NullMarked
package dev.devtail.context.budget;

import org.jspecify.annotations.NullMarked;
