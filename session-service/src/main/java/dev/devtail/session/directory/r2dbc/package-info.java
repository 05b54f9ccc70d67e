/** The directory in PostgreSQL. */
@NullMarked
package dev.devtail.session.directory.r2dbc;

import org.jspecify.annotations.NullMarked;
