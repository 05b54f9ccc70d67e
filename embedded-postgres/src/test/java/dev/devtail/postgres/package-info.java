/** Tests of the embedded PostgreSQL, on real processes. */
@NullMarked
package dev.devtail.postgres;

import org.jspecify.annotations.NullMarked;
