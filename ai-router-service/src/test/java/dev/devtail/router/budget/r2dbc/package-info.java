/** Tests. */
@NullMarked
package dev.devtail.router.budget.r2dbc;

import org.jspecify.annotations.NullMarked;
