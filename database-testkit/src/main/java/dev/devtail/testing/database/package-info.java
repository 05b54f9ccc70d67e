/** A real PostgreSQL for the tests of whatever keeps something in one. */
@NullMarked
package dev.devtail.testing.database;

import org.jspecify.annotations.NullMarked;
