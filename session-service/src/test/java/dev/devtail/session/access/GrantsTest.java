package dev.devtail.session.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.session.access.Scope.OneTerminal;
import dev.devtail.session.access.Scope.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class GrantsTest {

  private static final OneTerminal TERMINAL = new OneTerminal("t1", Role.READ_ONLY);
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final MovedClock clock = new MovedClock();
  private final MemoryGrantStore store = new MemoryGrantStore();
  private final Grants grants =
      new Grants(store, GrantsTest::requireAdasSession, new Random(20_261_121), clock);

  private static Mono<?> requireAdasSession(String user, String session) {
    return user.equals("ada") && session.equals("s1")
        ? Mono.just(session)
        : Mono.error(() -> Fault.notFound("session", session));
  }

  private static final class MovedClock extends Clock {

    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Nothing here waits: a Mono of the domain on a store in memory has its value at once. */
  private static <T> T get(Mono<T> ready) {
    return ready.toFuture().getNow(null);
  }

  private static Fault fault(Mono<?> failing) {
    return catchThrowableOfType(
        Fault.class,
        () -> {
          try {
            failing.toFuture().getNow(null);
          } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause();
          }
        });
  }

  private IssuedGrant share() {
    return get(grants.share("ada", TERMINAL, Duration.ZERO, "for grace"));
  }

  @Test
  void aShareOpensItsTerminalForAnHourUnlessToldOtherwise() {
    IssuedGrant issued = share();
    assertThat(issued.grant().scope()).isEqualTo(TERMINAL);
    assertThat(issued.grant().note()).isEqualTo("for grace");
    clock.advance(Duration.ofHours(1).minus(MOMENT));
    Grant opened = get(grants.verify(issued.token().text()));
    assertThat(opened.user()).isEqualTo("ada");
    assertThat(opened.scope()).isEqualTo(TERMINAL);
    clock.advance(MOMENT);
    assertThat(fault(grants.verify(issued.token().text())).code())
        .isEqualTo(FaultCode.UNAUTHENTICATED);
  }

  @Test
  void aShareLastsThirtyDaysAtMost() {
    Duration most = Grants.MAX_SHARE_LIFETIME;
    assertThat(get(grants.share("ada", TERMINAL, most, "")).grant().expiresAt())
        .isEqualTo(clock.instant().plus(Duration.ofDays(30)));
    assertThatThrownBy(() -> grants.share("ada", TERMINAL, most.plus(MOMENT), ""))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.field()).isEqualTo("lifetime_ms"));
  }

  @Test
  void aDeviceIsGoodForNinetyDaysFromItsLastUse() {
    String token = get(grants.pair("ada", "phone")).token().text();
    clock.advance(Grants.DEVICE_LIFETIME.minus(MOMENT));
    assertThat(get(grants.verify(token)).scope()).isEqualTo(new Scope.Everything());
    clock.advance(Grants.DEVICE_LIFETIME.minus(MOMENT));
    assertThat(get(grants.verify(token)).user()).isEqualTo("ada");
    clock.advance(Grants.DEVICE_LIFETIME);
    assertThat(fault(grants.verify(token)).code()).isEqualTo(FaultCode.UNAUTHENTICATED);
  }

  @Test
  void aKeyCallsModelsForNinetyDaysHoweverItIsUsedUnlessToldOtherwise() {
    Scope.Models ofSession = new Scope.Models("s1");
    IssuedGrant issued = get(grants.key("ada", ofSession, Duration.ZERO, "agent"));
    assertThat(issued.token().text()).startsWith("dvt_key_" + issued.grant().id() + "_");
    assertThat(issued.grant().note()).isEqualTo("agent");
    clock.advance(Grants.DEFAULT_KEY_LIFETIME.minus(MOMENT));
    assertThat(get(grants.verify(issued.token().text())).scope()).isEqualTo(ofSession);
    clock.advance(MOMENT);
    assertThat(fault(grants.verify(issued.token().text())).code())
        .isEqualTo(FaultCode.UNAUTHENTICATED);

    Duration most = Grants.MAX_KEY_LIFETIME;
    assertThat(get(grants.key("ada", ofSession, most, "")).grant().expiresAt())
        .isEqualTo(clock.instant().plus(Duration.ofDays(365)));
    assertThatThrownBy(() -> grants.key("ada", ofSession, most.plus(MOMENT), ""))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.field()).isEqualTo("lifetime_ms"));
  }

  @Test
  void aKeyIsForNoSessionButTheUsersOwn() {
    Scope.Models ofAdas = new Scope.Models("s1");
    assertThat(fault(grants.key("eve", ofAdas, Duration.ZERO, "")).code())
        .isEqualTo(FaultCode.NOT_FOUND);
    assertThat(fault(grants.key("ada", new Scope.Models("s2"), Duration.ZERO, "")).code())
        .isEqualTo(FaultCode.NOT_FOUND);
    assertThat(store.grants).isEmpty();
    assertThat(get(grants.key("eve", new Scope.Models(null), Duration.ZERO, "")).grant().user())
        .isEqualTo("eve");
  }

  @Test
  void toBeConnectedIsAUse() {
    IssuedGrant device = get(grants.pair("ada", "phone"));
    Set<String> connected = Set.of(device.grant().id());
    for (int day = 0; day < 200; day++) {
      clock.advance(Duration.ofDays(1));
      assertThat(get(grants.ended(connected))).isEmpty();
    }
    assertThat(get(grants.verify(device.token().text())).id()).isEqualTo(device.grant().id());
  }

  @Test
  void aUseIsWrittenDownOnceAMinute() {
    IssuedGrant issued = share();
    List<String> ids = List.of(issued.grant().id());
    for (int second = 0; second < 120; second += 2) {
      get(grants.ended(ids));
      clock.advance(Duration.ofSeconds(2));
    }
    assertThat(store.uses).isEqualTo(2);
  }

  @Test
  void unknownWrongRevokedExpiredAndMalformedAreRefusedInTheSameWords() {
    GrantToken token = share().token();
    GrantToken other = share().token();
    Fault unknown =
        fault(grants.verify(new GrantToken(token.kind(), "0".repeat(24), token.secret()).text()));
    assertThat(unknown.code()).isEqualTo(FaultCode.UNAUTHENTICATED);

    GrantToken wrong = new GrantToken(token.kind(), token.id(), other.secret());
    GrantToken kind = new GrantToken(GrantKind.DEVICE, token.id(), token.secret());
    get(grants.revoke("ada", GrantKind.SHARE, other.id()));
    GrantToken key = new GrantToken(GrantKind.KEY, token.id(), token.secret());
    for (String refused :
        List.of(
            wrong.text(), kind.text(), key.text(), other.text(), "dvt_share_", "dvt_key_", "")) {
      Fault fault = fault(grants.verify(refused));
      assertThat(fault.code()).isEqualTo(unknown.code());
      assertThat(fault.message()).isEqualTo(unknown.message());
    }
    assertThat(get(grants.verify(token.text())).id()).isEqualTo(token.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dvt_share_000000000000000000000000",
        "dvt_share_00000000000000000000000g_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "dvt_share_000000000000000000000000_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "dvt_share_000000000000000000000000_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "dvt_other_000000000000000000000000_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        " dvt_share_000000000000000000000000_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void whatIsNoTokenIsNotReadAsOne(String text) {
    assertThat(GrantToken.parse(text)).isEmpty();
  }

  @Test
  void aTokenIsReadAsItIsWrittenAndPrintsNoSecret() {
    for (int i = 0; i < 200; i++) {
      GrantToken token = get(grants.share("user-" + i, TERMINAL, Duration.ZERO, "")).token();
      assertThat(GrantToken.parse(token.text())).contains(token);
      assertThat(token.toString()).contains(token.id()).doesNotContain(token.secret());
    }
  }

  @Test
  void whatIsRevokedHasEndedAndOthersHaveNot() {
    IssuedGrant one = share();
    IssuedGrant other = share();
    get(grants.revoke("ada", GrantKind.SHARE, one.grant().id()));
    assertThat(get(grants.ended(List.of(one.grant().id(), other.grant().id(), "never-there"))))
        .containsExactlyInAnyOrder(one.grant().id(), "never-there");
    assertThat(get(grants.list("ada", GrantKind.SHARE)))
        .extracting(Grant::id)
        .containsExactly(other.grant().id());
  }

  @Test
  void onlyItsUserRevokesAGrantAndOnlyOnce() {
    String id = share().grant().id();
    assertThat(fault(grants.revoke("eve", GrantKind.SHARE, id)).code())
        .isEqualTo(FaultCode.NOT_FOUND);
    assertThat(fault(grants.revoke("ada", GrantKind.DEVICE, id)).code())
        .isEqualTo(FaultCode.NOT_FOUND);
    get(grants.revoke("ada", GrantKind.SHARE, id));
    assertThat(fault(grants.revoke("ada", GrantKind.SHARE, id)).code())
        .isEqualTo(FaultCode.NOT_FOUND);
  }

  @Test
  void thereAreOnlySoManyAtOnce() {
    for (int i = 0; i < Grants.MAX_SHARES; i++) {
      share();
    }
    assertThat(fault(grants.share("ada", TERMINAL, Duration.ZERO, "")).code())
        .isEqualTo(FaultCode.RESOURCE_EXHAUSTED);
    for (int i = 0; i < Grants.MAX_DEVICES; i++) {
      get(grants.pair("ada", ""));
    }
    assertThat(fault(grants.pair("ada", "")).code()).isEqualTo(FaultCode.RESOURCE_EXHAUSTED);
    Scope.Models noSession = new Scope.Models(null);
    for (int i = 0; i < Grants.MAX_KEYS; i++) {
      get(grants.key("ada", noSession, Duration.ZERO, ""));
    }
    assertThat(fault(grants.key("ada", noSession, Duration.ZERO, "")).code())
        .isEqualTo(FaultCode.RESOURCE_EXHAUSTED);
    get(grants.pair("grace", ""));
    clock.advance(Grants.DEFAULT_SHARE_LIFETIME);
    share();
  }

  @Test
  void whatHasEndedIsForgottenAWeekLater() {
    share();
    clock.advance(Grants.DEFAULT_SHARE_LIFETIME.plus(Grants.ENDED_RETENTION));
    assertThat(get(grants.forgetEnded())).isZero();
    clock.advance(MOMENT);
    assertThat(get(grants.forgetEnded())).isEqualTo(1);
  }
}
