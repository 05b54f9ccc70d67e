package dev.devtail.router.ledger;

import java.util.Optional;
import java.util.UUID;

/**
 * What is on its way into the ledger.
 *
 * @param reservation of budgets that the call was let in by, and which it now settles; empty if
 *     there is none
 */
public record RecordedCall(LedgerEntry entry, Optional<UUID> reservation) {}
