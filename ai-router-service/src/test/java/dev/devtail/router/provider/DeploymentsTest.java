package dev.devtail.router.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.protocol.ProviderProtocol;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeploymentsTest {

  private static final Duration TOOK = Duration.ofMillis(10);

  private final Instant now = Instant.parse("2026-11-22T00:00:00Z");

  private static Deployment way(int number, int weight, DeploymentLimits limits) {
    return new Deployment(
        "anthropic",
        number,
        ProviderProtocol.ANTHROPIC,
        URI.create("https://api.example.org"),
        "",
        weight,
        limits);
  }

  private Deployments deployments(Deployment... ways) {
    return new Deployments(
        List.of(ways),
        CircuitBreakerConfig.custom().slidingWindowSize(2).minimumNumberOfCalls(2).build(),
        InstantSource.fixed(now),
        new Random(5));
  }

  @Test
  void callsBeginWhereWeightsSay() {
    Deployments deployments =
        deployments(way(1, 1, DeploymentLimits.NONE), way(2, 3, DeploymentLimits.NONE));
    Map<Integer, Integer> first = new HashMap<>();
    for (int i = 0; i < 4_000; i++) {
      first.merge(deployments.inOrder("anthropic").getFirst().number(), 1, Integer::sum);
    }
    assertThat(first.get(2)).isBetween(2_850, 3_150);
  }

  @Test
  void noMoreAreUnderWayAtOnceThanItsLimitHoweverTheyEnd() {
    Deployment way = way(1, 1, new DeploymentLimits(0, 2, null));
    Deployments deployments = deployments(way);
    ProviderFault refused = new ProviderFault(Kind.REFUSED, "no");
    for (Consumer<Deployments> end :
        List.<Consumer<Deployments>>of(
            all -> all.answered(way, TOOK),
            all -> all.abandoned(way),
            all -> all.failed(way, TOOK, refused))) {
      assertThat(deployments.mayBeAsked(way)).isTrue();
      assertThat(deployments.mayBeAsked(way)).isTrue();
      assertThat(deployments.mayBeAsked(way)).isFalse();
      end.accept(deployments);
      assertThat(deployments.mayBeAsked(way)).isTrue();
      end.accept(deployments);
      end.accept(deployments);
    }
  }

  @Test
  void noMoreBeginThanItsLimitForAMinuteSays() {
    Deployment way = way(1, 1, new DeploymentLimits(12, 0, null));
    Deployments deployments = deployments(way);
    assertThat(deployments.mayBeAsked(way)).isTrue();
    assertThat(deployments.mayBeAsked(way)).isTrue();
    assertThat(deployments.mayBeAsked(way)).isFalse();
    assertThat(deployments.rest(List.of(way))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whatIsLeftAloneTakesNothingOfItsLimits() {
    Deployment way = way(1, 1, new DeploymentLimits(600, 1, null));
    Deployments deployments = deployments(way);
    ProviderFault broken = new ProviderFault(Kind.UNREACHABLE, "gone");
    for (int i = 0; i < 2; i++) {
      assertThat(deployments.mayBeAsked(way)).isTrue();
      deployments.failed(way, TOOK, broken);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(deployments.mayBeAsked(way)).isFalse();
    }
  }
}
