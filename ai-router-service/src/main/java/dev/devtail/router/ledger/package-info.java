/** What every call used and cost: recorded once, never lost, summed up. */
@NullMarked
package dev.devtail.router.ledger;

import org.jspecify.annotations.NullMarked;
