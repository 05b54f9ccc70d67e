/** The ledger in PostgreSQL. */
@NullMarked
package dev.devtail.router.ledger.r2dbc;

import org.jspecify.annotations.NullMarked;
