package dev.devtail.router.ledger;

import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One call of a model.
 *
 * @param id time ordered; what is recorded twice under one id counts once
 * @param at when it began, to the microsecond
 * @param user who called
 * @param session that the caller's key belongs to; empty if to none
 * @param agentRole in which the caller called; empty if in none
 * @param requestId as the caller was told it
 * @param rule that chose the model
 * @param model that answered, or was asked last
 * @param caller what the caller speaks
 * @param usage as the provider has counted it
 * @param cost in US dollars, exact; empty if it is not known, which is not the same as nothing
 * @param outcome how it ended
 * @param attempts how many providers were asked
 * @param firstTokenMillis from the beginning to the first content; empty if none came
 * @param durationMillis from the beginning to the end
 */
public record LedgerEntry(
    UUID id,
    Instant at,
    String user,
    String session,
    String agentRole,
    String requestId,
    String rule,
    ModelName model,
    CallerProtocol caller,
    Usage usage,
    Optional<BigDecimal> cost,
    Outcome outcome,
    int attempts,
    OptionalLong firstTokenMillis,
    long durationMillis) {

  /** Of each of the texts; some come from outside. What is longer is cut. */
  public static final int MAX_TEXT = 256;

  /** As the database can hold it, so that an entry is the same before and after it was kept. */
  public LedgerEntry {
    at = at.truncatedTo(ChronoUnit.MICROS);
    user = bounded(user);
    session = bounded(session);
    agentRole = bounded(agentRole);
    requestId = bounded(requestId);
    rule = bounded(rule);
    model = new ModelName(bounded(model.provider()), bounded(model.model()));
  }

  private static String bounded(String text) {
    String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT);
  }
}
