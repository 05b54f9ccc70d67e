package dev.devtail.router.ledger;

import dev.devtail.router.route.ModelName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Which sums are wanted.
 *
 * @param filter of which calls
 * @param by what they are told apart by; empty: not at all
 * @param zone where days and hours begin
 */
public record UsageQuery(CallFilter filter, List<Grouping> by, ZoneId zone) {

  public UsageQuery {
    by = List.copyOf(by);
  }

  /** What sums can be told apart by. */
  public enum Grouping {
    SESSION,
    MODEL,
    AGENT_ROLE,
    DAY,
    HOUR
  }

  /**
   * Some calls of one user.
   *
   * @param from inclusive
   * @param until exclusive
   * @param session empty: of all and none
   * @param model empty: of all
   * @param agentRole empty: of all and none
   */
  public record CallFilter(
      String user,
      Instant from,
      Instant until,
      String session,
      Optional<ModelName> model,
      String agentRole) {}
}
