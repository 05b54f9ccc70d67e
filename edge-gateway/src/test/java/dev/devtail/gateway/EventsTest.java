package dev.devtail.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.protocol.service.v1.EventNews;
import dev.devtail.protocol.service.v1.Watching;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.Open;
import dev.devtail.protocol.v1.Opened;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user's events, from session-service to a client. */
@ExtendWith(RunningGateway.Shared.class)
class EventsTest {

  private static final int MANY = 100;

  private final RunningGateway gateway;
  private final EdgeClient client;

  EventsTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.client = EdgeClient.live(gateway);
  }

  @AfterEach
  void leave() {
    client.close();
  }

  private ServerCallStreamObserver<EventNews> watched() throws InterruptedException {
    ServerCallStreamObserver<EventNews> watch =
        gateway.services.sessions.watches.poll(10, TimeUnit.SECONDS);
    assertThat(watch).as("nobody watches").isNotNull();
    return watch;
  }

  private ServerCallStreamObserver<EventNews> open(int channel) throws InterruptedException {
    client.send(EdgeClient.openEvents(channel));
    ServerCallStreamObserver<EventNews> watch = watched();
    watch.onNext(EventNews.newBuilder().setWatching(Watching.getDefaultInstance()).build());
    assertThat(client.next())
        .isEqualTo(
            Frame.newBuilder().setChannel(channel).setOpened(Opened.getDefaultInstance()).build());
    return watch;
  }

  private static Event event(int number) {
    return Event.newBuilder()
        .setId("event " + number)
        .setSessionId("s1")
        .setType(EventType.EVENT_TYPE_TERMINAL_STARTED)
        .build();
  }

  private static void tell(ServerCallStreamObserver<EventNews> watch, Event event) {
    watch.onNext(EventNews.newBuilder().setEvent(event).build());
  }

  @Test
  void eventsComeInOrderInTheNameOfTheUser() throws InterruptedException {
    ServerCallStreamObserver<EventNews> watch = open(1);
    assertThat(gateway.services.asked).containsExactly("WatchEvents by ada");
    for (int n = 0; n < MANY; n++) {
      tell(watch, event(n));
    }
    for (int n = 0; n < MANY; n++) {
      assertThat(client.next())
          .isEqualTo(Frame.newBuilder().setChannel(1).setEvent(event(n)).build());
    }
  }

  @Test
  void whenEventsMayHaveBeenMissedTheChannelEndsAndNothingElse() throws InterruptedException {
    ServerCallStreamObserver<EventNews> watch = open(1);
    watch.onError(Faults.toStatus(Fault.unavailable("Missed.", Duration.ofMillis(700))));
    Error error = client.closing(1);
    assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAVAILABLE);
    assertThat(error.getRetryAfterMs()).isEqualTo(700);
    tell(open(2), event(1));
    assertThat(client.next().getEvent()).isEqualTo(event(1));
  }

  @Test
  void aServiceThatEndsTheStreamIsNotWatchedAnyMore() throws InterruptedException {
    open(1).onCompleted();
    assertThat(client.closing(1).getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAVAILABLE);
  }

  @Test
  void whatALaterServiceTellsIsPassedOver() throws InterruptedException {
    ServerCallStreamObserver<EventNews> watch = open(1);
    for (int n = 0; n < MANY; n++) {
      watch.onNext(EventNews.getDefaultInstance());
    }
    tell(watch, event(1));
    assertThat(client.next().getEvent()).isEqualTo(event(1));
  }

  @Test
  void theClientMayCloseIt() throws InterruptedException {
    ServerCallStreamObserver<EventNews> watch = open(1);
    client.send(Frame.newBuilder().setChannel(1).setClose(Close.getDefaultInstance()));
    assertThat(client.closing(1)).isEqualTo(Error.getDefaultInstance());
    await().until(watch::isCancelled);
    client.assertQuiet();
  }

  @Test
  void theClientSaysNothingElseOnIt() throws InterruptedException {
    ServerCallStreamObserver<EventNews> watch = open(1);
    client.send(EdgeClient.data(1, 0, ByteString.copyFromUtf8("x")));
    assertThat(client.closing(1).getCode()).isEqualTo(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION);
    await().until(watch::isCancelled);
    client.assertQuiet();
  }

  @Test
  void aClientThatIsGoneWatchesNoMore() throws InterruptedException {
    ServerCallStreamObserver<EventNews> watch = open(1);
    client.cut();
    await().until(watch::isCancelled);
  }

  @Test
  void aClientThatReadsNothingIsWaitedFor() throws InterruptedException {
    ServerCallStreamObserver<EventNews> watch = open(1);
    client.stopReading();
    Event large = event(1).toBuilder().setSessionId("s".repeat(100_000)).build();
    int told = 0;
    while (watch.isReady() && told < 10_000) {
      tell(watch, large);
      told++;
    }
    assertThat(watch.isReady()).isFalse();
    client.goOnReading();
    for (int n = 0; n < told; n++) {
      assertThat(client.next().getEvent()).isEqualTo(large);
    }
    await().until(watch::isReady);
  }

  @Test
  void anOpenOfNothingThatIsKnownIsRefused() {
    client.send(Frame.newBuilder().setChannel(1).setOpen(Open.getDefaultInstance()));
    assertThat(client.closing(1).getCode()).isEqualTo(ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
    client.assertQuiet();
  }

  @Test
  void eventsAreListedByCallToo() {
    assertThat(
            client
                .call(
                    Call.newBuilder()
                        .setId(7)
                        .setListEvents(ListEvents.newBuilder().setSessionId("s1").setLimit(3)))
                .getEvents()
                .getEventsList())
        .singleElement()
        .satisfies(event -> assertThat(event.getSessionId()).isEqualTo("s1"));
  }
}
