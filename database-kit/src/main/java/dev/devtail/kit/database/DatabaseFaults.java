package dev.devtail.kit.database;

import dev.devtail.kit.fault.Fault;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcPermissionDeniedException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Tells a database that is away from a bug of ours. */
final class DatabaseFaults {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private DatabaseFaults() {}

  static Fault unavailable(DatabaseSettings settings) {
    return Fault.unavailable(
        "The database %s cannot be reached now; try again.".formatted(settings.label()),
        RETRY_AFTER);
  }

  /** UNAVAILABLE if the database is why it failed; else the failure itself. */
  static Throwable explain(DatabaseSettings settings, Throwable failure) {
    boolean away =
        !(failure instanceof Fault)
            && Stream.iterate(failure, thrown -> thrown != null, Throwable::getCause)
                .anyMatch(DatabaseFaults::isAway);
    return away ? unavailable(settings) : failure;
  }

  private static boolean isAway(Throwable failure) {
    return switch (failure) {
      case R2dbcNonTransientResourceException e -> true;
      case R2dbcTransientResourceException e -> true;
      case R2dbcTimeoutException e -> true;
      case R2dbcPermissionDeniedException e -> true;
      case TimeoutException e -> true;
      case IOException e -> true;
      default -> false;
    };
  }
}
