/** The ledger's journal: files that hold what the database does not have yet. */
@NullMarked
package dev.devtail.router.ledger.journal;

import org.jspecify.annotations.NullMarked;
