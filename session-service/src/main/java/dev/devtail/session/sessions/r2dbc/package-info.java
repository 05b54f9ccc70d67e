/** Sessions in PostgreSQL. */
@NullMarked
package dev.devtail.session.sessions.r2dbc;

import org.jspecify.annotations.NullMarked;
