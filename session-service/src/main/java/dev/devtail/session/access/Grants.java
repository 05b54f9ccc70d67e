package dev.devtail.session.access;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.session.events.SessionAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import reactor.core.publisher.Mono;

/** What users have permitted to holders of tokens: makes, checks and ends it. */
public final class Grants {

  /** Most shares of one user that are good at once. */
  public static final int MAX_SHARES = 100;

  /** Most devices of one user that are good at once. */
  public static final int MAX_DEVICES = 50;

  /** Most keys of one user that are good at once. */
  public static final int MAX_KEYS = 100;

  public static final Duration DEFAULT_SHARE_LIFETIME = Duration.ofHours(1);
  public static final Duration MAX_SHARE_LIFETIME = Duration.ofDays(30);

  /** A device that was not used for so long has to be paired again. */
  public static final Duration DEVICE_LIFETIME = Duration.ofDays(90);

  public static final Duration DEFAULT_KEY_LIFETIME = Duration.ofDays(90);
  public static final Duration MAX_KEY_LIFETIME = Duration.ofDays(365);

  /** A use is written down at most so often. */
  static final Duration USE_PRECISION = Duration.ofMinutes(1);

  /** How long what has expired or was revoked is kept. */
  static final Duration ENDED_RETENTION = Duration.ofDays(7);

  private final GrantStore store;
  private final SessionAccess sessions;
  private final RandomGenerator random;
  private final Clock clock;

  /**
   * @param random must not be predictable
   */
  public Grants(GrantStore store, SessionAccess sessions, RandomGenerator random, Clock clock) {
    this.store = store;
    this.sessions = sessions;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Makes a token that opens one terminal. Whether the terminal is there, and the user's, shows
   * when it is opened.
   *
   * @param lifetime zero: {@link #DEFAULT_SHARE_LIFETIME}
   * @return fails with INVALID_ARGUMENT for a lifetime beyond {@link #MAX_SHARE_LIFETIME},
   *     RESOURCE_EXHAUSTED if the user has {@link #MAX_SHARES}
   */
  public Mono<IssuedGrant> share(
      String user, Scope.OneTerminal terminal, Duration lifetime, String note) {
    Duration until = bounded(lifetime, DEFAULT_SHARE_LIFETIME, MAX_SHARE_LIFETIME);
    return issue(user, terminal, note, until, MAX_SHARES, "shares");
  }

  private static Duration bounded(Duration lifetime, Duration unset, Duration most) {
    if (lifetime.isNegative() || lifetime.compareTo(most) > 0) {
      throw Fault.invalid(
          "lifetime_ms", lifetime.toMillis(), "at most %d days".formatted(most.toDays()));
    }
    return lifetime.isZero() ? unset : lifetime;
  }

  /**
   * Makes a token for one more device of the user.
   *
   * @return fails with RESOURCE_EXHAUSTED if the user has {@link #MAX_DEVICES}
   */
  public Mono<IssuedGrant> pair(String user, String name) {
    return issue(user, new Scope.Everything(), name, DEVICE_LIFETIME, MAX_DEVICES, "devices");
  }

  /**
   * Makes a token that calls models and does nothing else. It ends with its session, if it has one.
   *
   * @param lifetime zero: {@link #DEFAULT_KEY_LIFETIME}
   * @return fails with INVALID_ARGUMENT for a lifetime beyond {@link #MAX_KEY_LIFETIME}, NOT_FOUND
   *     if the user has no such session, RESOURCE_EXHAUSTED if the user has {@link #MAX_KEYS}
   */
  public Mono<IssuedGrant> key(String user, Scope.Models models, Duration lifetime, String name) {
    Duration until = bounded(lifetime, DEFAULT_KEY_LIFETIME, MAX_KEY_LIFETIME);
    Mono<IssuedGrant> issued = Mono.defer(() -> issue(user, models, name, until, MAX_KEYS, "keys"));
    String session = models.sessionId();
    return session == null ? issued : sessions.require(user, session).then(issued);
  }

  private Mono<IssuedGrant> issue(
      String user, Scope scope, String note, Duration lifetime, int limit, String plural) {
    GrantToken token = GrantToken.create(scope.kind(), random);
    Instant now = now();
    SecretHash secret = SecretHash.of(token.secret());
    Grant grant = new Grant(token.id(), user, scope, note, secret, now, now.plus(lifetime), null);
    return store
        .add(grant, limit)
        .map(
            added -> {
              if (!added) {
                throw new Fault(
                    FaultCode.RESOURCE_EXHAUSTED,
                    "You have %d %s, which is the most there may be; revoke one."
                        .formatted(limit, plural));
              }
              return new IssuedGrant(grant, token);
            });
  }

  /** The user's grants of a kind that are good; newest first. */
  public Mono<List<Grant>> list(String user, GrantKind kind) {
    return store.listGood(user, kind, now());
  }

  /**
   * Ends a grant at once.
   *
   * @return fails with NOT_FOUND if the user has none of this kind with this id that is good
   */
  public Mono<Void> revoke(String user, GrantKind kind, String id) {
    return store
        .revoke(user, kind, id, now())
        .filter(was -> was)
        .switchIfEmpty(Mono.error(() -> Fault.notFound(noun(kind), id)))
        .then();
  }

  private static String noun(GrantKind kind) {
    return switch (kind) {
      case SHARE -> "share";
      case DEVICE -> "device";
      case KEY -> "key";
    };
  }

  /**
   * What a token permits; it counts as a use.
   *
   * @return fails with UNAUTHENTICATED in the same way whether the token is malformed, unknown,
   *     wrong, expired or revoked
   */
  public Mono<Grant> verify(String text) {
    return GrantToken.parse(text).map(this::grantOf).orElseGet(() -> Mono.error(refused()));
  }

  private Mono<Grant> grantOf(GrantToken token) {
    Instant now = now();
    return store
        .findGood(List.of(token.id()), now)
        .flatMap(
            found -> {
              List<Grant> opened = found.stream().filter(it -> it.isOpenedBy(token)).toList();
              return opened.isEmpty()
                  ? Mono.<Grant>error(refused())
                  : noteUse(opened, now).thenReturn(opened.getFirst());
            });
  }

  private static Fault refused() {
    return new Fault(
        FaultCode.UNAUTHENTICATED,
        "This link or key is not valid here, or not any more; ask for a new one.");
  }

  /**
   * Which of these grants are not good any more; to the others it counts as a use.
   *
   * @return their ids
   */
  public Mono<Set<String>> ended(Collection<String> ids) {
    Instant now = now();
    return store
        .findGood(ids, now)
        .flatMap(
            good -> {
              Set<String> ended = new HashSet<>(ids);
              good.forEach(grant -> ended.remove(grant.id()));
              return noteUse(good, now).thenReturn(ended);
            });
  }

  private Mono<Void> noteUse(List<Grant> used, Instant now) {
    Instant recently = now.minus(USE_PRECISION);
    List<String> stale =
        used.stream()
            .filter(grant -> grant.lastUsedAt() == null || grant.lastUsedAt().isBefore(recently))
            .map(Grant::id)
            .toList();
    return stale.isEmpty() ? Mono.empty() : store.used(stale, now, now.plus(DEVICE_LIFETIME));
  }

  /**
   * Forgets grants that ended longer ago than they are kept.
   *
   * @return how many
   */
  public Mono<Long> forgetEnded() {
    return Mono.defer(() -> store.removeEndedBefore(now().minus(ENDED_RETENTION)));
  }

  /** To the microsecond, as the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
