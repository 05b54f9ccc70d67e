package dev.devtail.context.build;

import dev.devtail.context.budget.Budget;
import dev.devtail.context.render.Format;

/**
 * What context somebody wants.
 *
 * @param task in their words; empty: only what the rules want
 * @param rules in YAML; empty: those of the workspace, if it has any
 */
public record ContextOrder(String task, Budget budget, Format format, String rules) {}
