/** Tests. */
@NullMarked
package dev.devtail.router.ledger;

import org.jspecify.annotations.NullMarked;
