/** The way to the database: pool, schema, health, and what a caller is told while it is away. */
@NullMarked
package dev.devtail.session.database;

import org.jspecify.annotations.NullMarked;
