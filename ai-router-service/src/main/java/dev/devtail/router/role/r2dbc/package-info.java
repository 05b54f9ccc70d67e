/** Runs in PostgreSQL. */
@NullMarked
package dev.devtail.router.role.r2dbc;

import org.jspecify.annotations.NullMarked;
