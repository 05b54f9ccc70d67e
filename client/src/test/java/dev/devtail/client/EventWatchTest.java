package dev.devtail.client;

import static dev.devtail.client.ClientFixture.SIZE;
import static dev.devtail.client.ClientFixture.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Frame.KindCase;
import dev.devtail.protocol.v1.Opened;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventWatchTest {

  private final ClientFixture fixture = new ClientFixture();
  private final List<String> told = new ArrayList<>();
  private final EventWatch watch =
      fixture.connection.watchEvents(
          new EventListener() {
            @Override
            public void onLive() {
              told.add("live");
            }

            @Override
            public void onEvent(Event event) {
              told.add(event.getId());
            }

            @Override
            public void onInterrupted() {
              told.add("interrupted");
            }

            @Override
            public void onClosed(@Nullable Error error) {
              told.add("closed " + (error == null ? "by us" : error.getCode()));
            }
          });

  private void opened(int channel) {
    fixture.say(Frame.newBuilder().setChannel(channel).setOpened(Opened.getDefaultInstance()));
  }

  private void event(int channel, String id) {
    fixture.say(Frame.newBuilder().setChannel(channel).setEvent(Event.newBuilder().setId(id)));
  }

  private List<Frame> opens() {
    return fixture.attempt().sent.stream()
        .filter(frame -> frame.getKindCase() == KindCase.OPEN)
        .toList();
  }

  @Test
  void tellsThatItIsLiveAndThenWhatHappens() {
    fixture.goLive();
    assertThat(opens()).hasSize(1).allMatch(frame -> frame.getOpen().hasEvents());
    assertThat(told).isEmpty();
    opened(1);
    event(1, "a");
    event(1, "b");
    assertThat(told).containsExactly("live", "a", "b");
  }

  @Test
  void theConnectionIsLiveWithoutIt() {
    fixture.goLive();
    assertThat(fixture.state()).isInstanceOf(ConnectionState.Live.class);
  }

  @Test
  void afterACutItIsLiveAgainAndSaysSo() {
    fixture.goLive();
    opened(1);
    fixture.closeSocket();
    assertThat(told).containsExactly("live", "interrupted");
    fixture.welcome();
    opened(1);
    event(1, "a");
    assertThat(told).containsExactly("live", "interrupted", "live", "a");
  }

  @Test
  void whenEventsMayHaveBeenMissedItIsOpenedAgainOnTheSameConnection() {
    fixture.goLive();
    opened(1);
    fixture.say(ClientFixture.close(1, ErrorCode.ERROR_CODE_UNAVAILABLE, 500));
    event(1, "late");
    fixture.loop.advance(Duration.ofMillis(499));
    assertThat(opens()).hasSize(1);
    fixture.loop.advance(Duration.ofMillis(1));
    assertThat(opens()).hasSize(2);
    opened(2);
    assertThat(told).containsExactly("live", "interrupted", "live");
  }

  @Test
  void whatIsRefusedForGoodIsOver() {
    fixture.goLive();
    fixture.say(ClientFixture.close(1, ErrorCode.ERROR_CODE_PERMISSION_DENIED, 0));
    fixture.loop.advance(ClientFixture.HEARTBEAT.minusSeconds(1));
    assertThat(opens()).hasSize(1);
    assertThat(told).containsExactly("closed ERROR_CODE_PERMISSION_DENIED");
  }

  @Test
  void closedItSaysSoToTheGatewayAndHearsNothingMore() {
    fixture.goLive();
    opened(1);
    watch.close();
    fixture.loop.run();
    event(1, "late");
    assertThat(fixture.attempt().sent.getLast().hasClose()).isTrue();
    assertThat(fixture.attempt().sent.getLast().getChannel()).isEqualTo(1);
    assertThat(told).containsExactly("live", "closed by us");
  }

  @Test
  void endsWithItsConnection() {
    fixture.goLive();
    opened(1);
    fixture.connection.close();
    fixture.loop.run();
    assertThat(told).containsExactly("live", "closed by us");
  }

  @Test
  void terminalsHaveChannelsOfTheirOwn() {
    Recorder terminal = new Recorder();
    fixture.connection.attach("t", SIZE, WINDOW, terminal);
    fixture.goLive();
    opened(1);
    fixture.say(ClientFixture.opened(2, true, 0, 0, 100));
    event(1, "a");
    fixture.say(ClientFixture.data(2, 0, 0, "x"));
    assertThat(told).containsExactly("live", "a");
  }
}
