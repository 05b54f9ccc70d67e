package dev.devtail.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.kit.database.DatabaseHealth;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.Session;
import dev.devtail.session.testing.CalledFault;
import dev.devtail.session.testing.TestService;
import dev.devtail.testing.database.PostgresExtension;
import dev.devtail.testing.database.TestDatabase;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

@ExtendWith(PostgresExtension.class)
class DatabaseAwayTest {

  private static final Logger log = LoggerFactory.getLogger(DatabaseAwayTest.class);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The call timeout is 2 s; the rest is for a loaded machine. */
  private static final Duration FAST = Duration.ofSeconds(4);

  private final TestDatabase database;
  private final String user = "ada-" + UUID.randomUUID();
  private boolean away;

  DatabaseAwayTest(TestDatabase database) {
    this.database = database;
  }

  private void goAway() {
    database.goAway();
    away = true;
  }

  private void comeBack() {
    database.comeBack();
    away = false;
  }

  @AfterEach
  void comeBackForTheOtherTests() {
    if (away) {
      comeBack();
    }
  }

  @Test
  void callsFailFastWhileItIsAwayAndWorkWhenItIsBack() {
    try (TestService service = new TestService(database).ready()) {
      SessionServiceBlockingStub ada = service.asUser(user, SessionServiceGrpc::newBlockingStub);
      Session made = ada.create(CreateSession.newBuilder().setWorkspace("/srv").build());
      awaitServing(service, ServingStatus.SERVING);

      goAway();
      for (int n = 0; n < 3; n++) {
        assertUnavailable(ada);
      }
      assertThat(health(service).getStatus()).isEqualTo(Status.DOWN);
      awaitServing(service, ServingStatus.NOT_SERVING);

      comeBack();
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(ada.list(ListSessions.getDefaultInstance()).getSessionsList())
                      .containsExactly(made));
      assertThat(health(service).getStatus()).isEqualTo(Status.UP);
      awaitServing(service, ServingStatus.SERVING);
    }
  }

  @Test
  void theServiceStartsBeforeItsDatabase() {
    goAway();
    try (TestService service = new TestService(database)) {
      SessionServiceBlockingStub ada = service.asUser(user, SessionServiceGrpc::newBlockingStub);
      assertUnavailable(ada);
      assertThat(health(service).getStatus()).isEqualTo(Status.DOWN);

      comeBack();
      service.ready();
      assertThat(ada.list(ListSessions.getDefaultInstance()).getSessionsList()).isEmpty();
    }
  }

  private void assertUnavailable(SessionServiceBlockingStub stub) {
    long start = System.nanoTime();
    Fault fault = CalledFault.of(() -> stub.list(ListSessions.getDefaultInstance()));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    log.info("call without database failed after {} ms", took.toMillis());
    assertThat(fault.code()).isEqualTo(FaultCode.UNAVAILABLE);
    URI address = URI.create(database.url().substring("r2dbc:".length()));
    assertThat(fault.message())
        .contains("The database " + address.getHost() + ":" + address.getPort());
    assertThat(fault.retryAfter()).isPositive();
    assertThat(took).isLessThan(FAST);
  }

  private static Health health(TestService service) {
    return service.bean(DatabaseHealth.class).health().blockOptional().orElseThrow();
  }

  /** As the gateway asks for it. */
  private static void awaitServing(TestService service, ServingStatus expected) {
    HealthGrpc.HealthBlockingStub health = service.asService(HealthGrpc::newBlockingStub);
    HealthCheckRequest request =
        HealthCheckRequest.newBuilder().setService(SessionServiceGrpc.SERVICE_NAME).build();
    await()
        .atMost(PATIENCE)
        // The service is not known until its state was looked at for the first time.
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(health.check(request).getStatus()).isEqualTo(expected));
  }
}
