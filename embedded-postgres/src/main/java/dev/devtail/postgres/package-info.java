/** A real PostgreSQL for one machine: durable, private to its user, kept between starts. */
@NullMarked
package dev.devtail.postgres;

import org.jspecify.annotations.NullMarked;
