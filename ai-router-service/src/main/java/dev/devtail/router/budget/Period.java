package dev.devtail.router.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How long what was spent counts.
 *
 * @param zone where days and months begin
 */
public record Period(Unit unit, ZoneId zone) {

  /** What begins anew at its end. */
  public enum Unit {
    DAY,
    MONTH,
    /** Never. */
    TOTAL
  }

  /**
   * One day, one month, or all time.
   *
   * @param start inclusive
   * @param end exclusive; empty if there is none
   */
  public record Window(Instant start, Optional<Instant> end) {}

  /** The one that a time lies in. */
  public Window at(Instant time) {
    LocalDate day = LocalDate.ofInstant(time, zone);
    return switch (unit) {
      case DAY -> window(day, day.plusDays(1));
      case MONTH -> window(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1));
      case TOTAL -> new Window(Instant.EPOCH, Optional.empty());
    };
  }

  private Window window(LocalDate first, LocalDate next) {
    return new Window(start(first), Optional.of(start(next)));
  }

  private Instant start(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }
}
