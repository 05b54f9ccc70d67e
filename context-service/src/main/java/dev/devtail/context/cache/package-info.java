/** What is known of contents, kept in PostgreSQL. */
@NullMarked
package dev.devtail.context.cache;

import org.jspecify.annotations.NullMarked;
