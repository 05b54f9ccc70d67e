package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.StartRecording;
import dev.devtail.protocol.v1.StopRecording;
import dev.devtail.protocol.v1.Terminal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one client does, another hears of, over sockets and the database. */
@ExtendWith(RunningSuite.class)
class LiveEventsTest {

  private static final Logger log = LoggerFactory.getLogger(LiveEventsTest.class);

  @Test
  void whatALaptopDoesAPhoneHearsOf(Running running) {
    try (TestClient laptop = new TestClient(running);
        TestClient phone = new TestClient(running)) {
      TestClient.Watch told = phone.watch();
      told.awaitLive(1);

      Terminal terminal = laptop.start("/bin/cat");
      long started = System.nanoTime();
      told.awaitEvent(EventType.EVENT_TYPE_TERMINAL_STARTED, terminal);
      log.info("heard after {} ms", Duration.ofNanos(System.nanoTime() - started).toMillis());
      assertThat(phone.terminals()).extracting(Terminal::getId).contains(terminal.getId());

      String id = terminal.getId();
      call(
          laptop,
          Call.newBuilder().setStartRecording(StartRecording.newBuilder().setTerminalId(id)));
      told.awaitEvent(EventType.EVENT_TYPE_RECORDING_STARTED, terminal);
      call(
          laptop, Call.newBuilder().setStopRecording(StopRecording.newBuilder().setTerminalId(id)));
      told.awaitEvent(EventType.EVENT_TYPE_RECORDING_STOPPED, terminal);
      call(laptop, Call.newBuilder().setEndTerminal(EndTerminal.newBuilder().setTerminalId(id)));
      told.awaitEvent(EventType.EVENT_TYPE_TERMINAL_ENDED, terminal);
    }
  }

  @Test
  void afterACutItIsLiveAgain(Running running) {
    try (TestClient laptop = new TestClient(running);
        TestClient phone = new TestClient(running)) {
      TestClient.Watch told = phone.watch();
      told.awaitLive(1);
      phone.connection().cut();
      told.awaitLive(2);
      told.awaitEvent(EventType.EVENT_TYPE_TERMINAL_STARTED, laptop.start("/bin/true"));
    }
  }

  private static void call(TestClient client, Call.Builder call) {
    client.connection().call(call).join();
  }
}
