package dev.devtail.router.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a list of calls goes on: behind this one. */
public record CallPosition(Instant time, UUID id) {

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,16})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  public static CallPosition of(LedgerEntry entry) {
    return new CallPosition(entry.at(), entry.id());
  }

  /** Empty if it is none of {@link #text}. */
  public static Optional<CallPosition> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new CallPosition(
                Instant.EPOCH.plus(Long.parseLong(matcher.group(1)), ChronoUnit.MICROS),
                UUID.fromString(matcher.group(2))))
        : Optional.empty();
  }

  public String text() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time) + "_" + id;
  }
}
