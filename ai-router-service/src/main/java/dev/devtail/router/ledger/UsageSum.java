package dev.devtail.router.ledger;

import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What some calls have used together.
 *
 * @param session that they belong to; empty if to none, or not told apart
 * @param model that answered; empty if not told apart
 * @param agentRole as {@code session}
 * @param start of the day or hour; empty if not told apart
 * @param failedCalls of {@code calls}, those that were not answered whole
 * @param unknownCosts calls whose cost nobody knows, and is not in {@code cost}
 * @param cost in US dollars, of all others
 */
public record UsageSum(
    String session,
    Optional<ModelName> model,
    String agentRole,
    Optional<Instant> start,
    long calls,
    long failedCalls,
    long unknownCosts,
    Usage usage,
    BigDecimal cost) {}
