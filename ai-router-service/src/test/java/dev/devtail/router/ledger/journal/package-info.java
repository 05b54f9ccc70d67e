/** Tests. */
@NullMarked
package dev.devtail.router.ledger.journal;

import org.jspecify.annotations.NullMarked;
