package dev.devtail.gateway.backend;

import dev.devtail.kit.grpc.ReactiveCalls;
import io.grpc.Channel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** The state of a service behind the gateway, by the standard gRPC health protocol. */
public final class ServiceHealth implements ReactiveHealthIndicator {

  private static final long DEADLINE_SECONDS = 3;

  private final Channel channel;
  private final String component;

  /**
   * @param component what of the service is asked for; empty: all of it
   */
  public ServiceHealth(Channel channel, String component) {
    this.channel = channel;
    this.component = component;
  }

  @Override
  public Mono<Health> health() {
    HealthCheckRequest request = HealthCheckRequest.newBuilder().setService(component).build();
    HealthGrpc.HealthStub stub =
        HealthGrpc.newStub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    return ReactiveCalls.call(stub::check, request)
        .map(HealthCheckResponse::getStatus)
        .map(
            status ->
                status == ServingStatus.SERVING
                    ? Health.up().build()
                    : Health.down().withDetail("status", status.name()).build())
        .onErrorResume(
            failure ->
                Mono.just(
                    Health.down()
                        .withDetail("cause", String.valueOf(failure.getMessage()))
                        .build()));
  }
}
