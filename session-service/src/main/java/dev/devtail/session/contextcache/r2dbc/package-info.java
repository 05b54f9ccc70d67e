/** The context cache in PostgreSQL. */
@NullMarked
package dev.devtail.session.contextcache.r2dbc;

import org.jspecify.annotations.NullMarked;
