/** Budgets and their accounts in PostgreSQL. */
@NullMarked
package dev.devtail.router.budget.r2dbc;

import org.jspecify.annotations.NullMarked;
