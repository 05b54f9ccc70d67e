package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.client.ConnectionState;
import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.NewShare;
import dev.devtail.protocol.v1.RevokeShare;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.ViewerRole;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A terminal that is shown to others, until they may not see it any more. */
@ExtendWith(RunningSuite.class)
class SharedTerminalTest {

  private static final Duration OUT_WITHIN = Duration.ofSeconds(5);

  @Test
  void twoGuestsSeeItUntilTheLinkIsRevokedAndItsOwnerGoesOn(Running running) throws Exception {
    try (TestClient owner = new TestClient(running)) {
      Terminal terminal = owner.start("/bin/cat");
      TestClient.View typist = owner.attachFromStart(terminal);
      NewShare share =
          owner
              .connection()
              .call(
                  Call.newBuilder()
                      .setCreateShare(
                          CreateShare.newBuilder()
                              .setTerminalId(terminal.getId())
                              .setRole(ViewerRole.VIEWER_ROLE_READ_ONLY)))
              .get(20, TimeUnit.SECONDS)
              .getNewShare();
      try (TestClient one = new TestClient(running, share.getToken());
          TestClient two = new TestClient(running, share.getToken())) {
        CompletableFuture<ConnectionState.Closed> oneEnded = end(one);
        CompletableFuture<ConnectionState.Closed> twoEnded = end(two);
        TestClient.View first = one.attach(terminal.getId());
        TestClient.View second = two.attach(terminal.getId());
        typist.type("for all to see\n");
        await()
            .until(() -> (first.screen() + first.output()).contains("for all to see\r\nfor all"));
        await()
            .until(() -> (second.screen() + second.output()).contains("for all to see\r\nfor all"));

        long began = System.nanoTime();
        owner
            .connection()
            .call(
                Call.newBuilder()
                    .setRevokeShare(RevokeShare.newBuilder().setShareId(share.getShare().getId())))
            .get(20, TimeUnit.SECONDS);
        for (CompletableFuture<ConnectionState.Closed> ended : List.of(oneEnded, twoEnded)) {
          assertThat(ended.get(20, TimeUnit.SECONDS).error())
              .isNotNull()
              .satisfies(
                  error -> {
                    assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAUTHENTICATED);
                    assertThat(error.getMessage()).contains("revoked");
                  });
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(OUT_WITHIN);
      }
      typist.type("and now for me\n");
      await().until(() -> typist.output().contains("and now for me\r\nand now for me"));
    }
  }

  private static CompletableFuture<ConnectionState.Closed> end(TestClient client) {
    CompletableFuture<ConnectionState.Closed> end = new CompletableFuture<>();
    client
        .connection()
        .observe(
            state -> {
              if (state instanceof ConnectionState.Closed closed) {
                end.complete(closed);
              }
            });
    return end;
  }
}
