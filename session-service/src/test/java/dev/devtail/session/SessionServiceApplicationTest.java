package dev.devtail.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.Session;
import dev.devtail.session.testing.TestService;
import dev.devtail.testing.database.PostgresExtension;
import dev.devtail.testing.database.TestDatabase;
import io.grpc.ManagedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class SessionServiceApplicationTest {

  @Test
  void servesOverTcpAndKeepsSessionsOverARestart(TestDatabase database) {
    Session made;
    try (TestService service = new TestService(database).ready()) {
      ManagedChannel channel = service.tcp();
      made =
          SessionServiceGrpc.newBlockingStub(channel)
              .withCallCredentials(
                  new IdentityCredentials(service.tokens(), Identity.user("boot-ada")))
              .create(CreateSession.newBuilder().setWorkspace("/home/ada/engine").build());
      channel.shutdownNow();
    }
    try (TestService again = new TestService(database).ready()) {
      assertThat(
              again
                  .asUser("boot-ada", SessionServiceGrpc::newBlockingStub)
                  .list(ListSessions.getDefaultInstance())
                  .getSessionsList())
          .containsExactly(made);
    }
  }
}
