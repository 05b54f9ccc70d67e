package dev.devtail.router.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a call may cost, set aside in every account that it is charged to.
 *
 * @param holder which instance of the service answers for it
 * @param amount in US dollars
 * @param claims at least one
 * @param expiresAt when it is given back if nobody has settled it
 */
public record Reservation(
    UUID id,
    UUID holder,
    BigDecimal amount,
    List<Claim> claims,
    Instant madeAt,
    Instant expiresAt) {

  public Reservation {
    claims = List.copyOf(claims);
  }

  /** What became of it. */
  public sealed interface Result {

    /**
     * It is set aside.
     *
     * @param balances with it, in the order of the claims
     */
    record Granted(List<Balance> balances) implements Result {}

    /**
     * Nothing is set aside anywhere.
     *
     * @param claim that there is no room for
     * @param balance as it stands
     */
    record Refused(Claim claim, Balance balance) implements Result {}
  }
}
