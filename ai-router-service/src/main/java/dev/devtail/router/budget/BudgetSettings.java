package dev.devtail.router.budget;

import java.time.Duration;
import java.util.UUID;

/**
 * How an instance of the service reserves.
 *
 * @param holder the instance, over its restarts
 * @param reservationLifetime longer than any call takes
 */
public record BudgetSettings(UUID holder, Duration reservationLifetime) {}
