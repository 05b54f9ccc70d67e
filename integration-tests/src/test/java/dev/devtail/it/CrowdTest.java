package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Viewers that come and go by the thousand leave a typist alone, and nothing behind. */
@ExtendWith(RunningSuite.class)
class CrowdTest {

  private static final int VISITS = 3_000;
  private static final int AT_ONCE = 20;

  @Test
  void attachingAndDetachingAThousandTimesASecondDisturbsNobody(Running running) throws Exception {
    try (TestClient typing = new TestClient(running);
        TestClient visiting = new TestClient(running)) {
      Terminal terminal = typing.start("/bin/sh", "-c", "stty raw -echo; printf READY; exec cat");
      TestClient.View typist = typing.attachFromStart(terminal);
      await().until(() -> typist.output().equals("READY"));
      StringBuilder typed = new StringBuilder("READY");
      long began = System.nanoTime();
      for (int visit = 0; visit < VISITS; visit += AT_ONCE) {
        List<TestClient.View> visitors = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          visitors.add(visiting.attach(terminal.getId()));
        }
        typist.type("k");
        typed.append('k');
        visitors.forEach(visitor -> visitor.attachment.join().detach());
        for (TestClient.View visitor : visitors) {
          visitor.closed.get(20, TimeUnit.SECONDS);
        }
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf("%.0f attachments and detachments per second%n", VISITS / seconds);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(typist.output()).isEqualTo(typed.toString()));
      await()
          .untilAsserted(
              () ->
                  assertThat(typing.terminals())
                      .filteredOn(each -> each.getId().equals(terminal.getId()))
                      .singleElement()
                      .satisfies(each -> assertThat(each.getViewers()).isEqualTo(1)));
    }
  }
}
