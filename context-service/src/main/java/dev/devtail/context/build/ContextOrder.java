package dev.devtail.context.build;

import dev.devtail.context.budget.Budget;
import dev.devtail.context.render.Format;

/**
 * What context somebody wants.
 *
 * @param task in their words
 */
public record ContextOrder(String task, Budget budget, Format format) {}
