package dev.devtail.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.EventServiceGrpc;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.v1.EventList;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.session.testing.CalledFault;
import dev.devtail.session.testing.ServiceExtension;
import dev.devtail.session.testing.TestService;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServiceExtension.class)
class AuthenticationTest {

  private final TestService service;

  AuthenticationTest(TestService service) {
    this.service = service;
  }

  private void listWith(CallCredentials credentials) {
    service
        .anonymous(SessionServiceGrpc::newBlockingStub)
        .withCallCredentials(credentials)
        .list(ListSessions.getDefaultInstance());
  }

  @Test
  void noCallIsAnsweredWithoutIdentity() {
    assertRefused(
        CalledFault.of(
            () ->
                service
                    .anonymous(SessionServiceGrpc::newBlockingStub)
                    .list(ListSessions.getDefaultInstance())));
    assertRefused(
        CalledFault.of(
            () ->
                service
                    .anonymous(EventServiceGrpc::newBlockingStub)
                    .recordEvents(EventList.getDefaultInstance())));
    assertRefused(
        CalledFault.of(
            () ->
                service
                    .anonymous(TerminalDirectoryGrpc::newBlockingStub)
                    .register(TerminalEntry.getDefaultInstance())));
  }

  @Test
  void anIdentityUnderAnotherKeyIsRefused() {
    IdentityTokens forger = new IdentityTokens(new byte[32], Clock.systemUTC());
    assertRefused(
        CalledFault.of(() -> listWith(new IdentityCredentials(forger, Identity.user("ada")))));
  }

  @Test
  void anIdentityOfLongAgoIsRefused() {
    Clock longAgo = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
    IdentityTokens old = new IdentityTokens(service.key(), longAgo);
    assertRefused(
        CalledFault.of(() -> listWith(new IdentityCredentials(old, Identity.user("ada")))));
  }

  @Test
  void nonsenseIsRefused() {
    assertRefused(
        CalledFault.of(
            () ->
                listWith(
                    new CallCredentials() {
                      @Override
                      public void applyRequestMetadata(
                          RequestInfo request, Executor executor, MetadataApplier applier) {
                        Metadata headers = new Metadata();
                        headers.put(
                            Metadata.Key.of("devtail-identity", Metadata.ASCII_STRING_MARSHALLER),
                            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.");
                        applier.apply(headers);
                      }
                    })));
  }

  private static void assertRefused(Fault fault) {
    assertThat(fault.code()).isEqualTo(FaultCode.UNAUTHENTICATED);
  }
}
