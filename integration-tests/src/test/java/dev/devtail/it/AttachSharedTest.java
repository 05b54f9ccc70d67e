package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.ViewerRole;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code devtail attach} with the link of a share, in a terminal that DevTail itself gives it. */
@ExtendWith(RunningSuite.class)
class AttachSharedTest {

  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final String DETACH = "\u001d";

  private static String link(Running running, TestClient owner, Terminal shown, ViewerRole role)
      throws Exception {
    String token =
        owner
            .connection()
            .call(
                Call.newBuilder()
                    .setCreateShare(
                        CreateShare.newBuilder().setTerminalId(shown.getId()).setRole(role)))
            .get(20, TimeUnit.SECONDS)
            .getNewShare()
            .getToken();
    return running.url() + "/#share=" + token;
  }

  @Test
  void showsTheTerminalAndTakesKeysWhereItMay(Running running) throws Exception {
    try (TestClient owner = new TestClient(running)) {
      Terminal shown = owner.start("/bin/cat");
      TestClient.View typist = owner.attachFromStart(shown);
      typist.type("shown to others\n");
      String link = link(running, owner, shown, ViewerRole.VIEWER_ROLE_READ_WRITE);
      Terminal elsewhere = owner.start(CommandLine.words("attach", link).toArray(String[]::new));
      TestClient.View guest = owner.attachFromStart(elsewhere);
      await().atMost(WITHIN).until(() -> guest.output().contains("shown to others"));

      guest.type("from the guest\r");
      await().atMost(WITHIN).until(() -> typist.output().contains("from the guest"));
      guest.type(DETACH);
      assertThat(guest.exited.get(60, TimeUnit.SECONDS).getStatus().getCode()).isZero();
    }
  }

  @Test
  void looksOnOnlyWhereItMayNotType(Running running) throws Exception {
    try (TestClient owner = new TestClient(running)) {
      Terminal shown = owner.start("/bin/cat");
      TestClient.View typist = owner.attachFromStart(shown);
      String link = link(running, owner, shown, ViewerRole.VIEWER_ROLE_READ_ONLY);
      Terminal elsewhere =
          owner.start(CommandLine.words("attach", "--url", link).toArray(String[]::new));
      TestClient.View guest = owner.attachFromStart(elsewhere);
      await().atMost(WITHIN).until(() -> guest.output().contains("to look on only"));

      guest.type("never typed\r");
      typist.type("seen by the guest\n");
      await().atMost(WITHIN).until(() -> guest.output().contains("seen by the guest"));
      assertThat(typist.output()).doesNotContain("never typed");
      guest.type(DETACH);
      assertThat(guest.exited.get(60, TimeUnit.SECONDS).getStatus().getCode()).isZero();
    }
  }
}
