/** Events and metrics in PostgreSQL. */
@NullMarked
package dev.devtail.session.events.r2dbc;

import org.jspecify.annotations.NullMarked;
