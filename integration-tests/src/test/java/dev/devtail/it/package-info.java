/** Across all services: real sockets, real shells, a real PostgreSQL, a real browser. */
@NullMarked
package dev.devtail.it;

import org.jspecify.annotations.NullMarked;
