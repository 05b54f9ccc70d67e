package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.conformance.Subject;
import dev.devtail.conformance.fuzz.Fuzz;
import dev.devtail.it.RunningSuite.Running;
import org.junit.jupiter.api.Test;

/** A small run of {@code devtail fuzz}, on a suite of its own, for it uses up what users have. */
class FuzzTest {

  private static final long FRAMES = Long.getLong("devtail.it.fuzz-frames", 20_000);

  @Test
  void framesThatNoClientWouldSendAreBorne() throws Exception {
    try (Running running = Running.start()) {
      Fuzz.Result result =
          new Fuzz(new Subject(running.url(), running.token()), FRAMES).run(FRAMES, sent -> {});
      assertThat(result.frames()).isGreaterThanOrEqualTo(FRAMES);
      assertThat(result.internal()).as("%s", result.errors()).isZero();
    }
  }
}
