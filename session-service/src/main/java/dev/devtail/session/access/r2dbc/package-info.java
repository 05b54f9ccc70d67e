/** Grants in PostgreSQL. */
@NullMarked
package dev.devtail.session.access.r2dbc;

import org.jspecify.annotations.NullMarked;
