package dev.devtail.client;

import static dev.devtail.client.ClientFixture.CONNECT_TIMEOUT;
import static dev.devtail.client.ClientFixture.HEARTBEAT;
import static dev.devtail.client.ClientFixture.PING_TIMEOUT;
import static dev.devtail.client.ClientFixture.SIZE;
import static dev.devtail.client.ClientFixture.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.devtail.client.ConnectionState.Closed;
import dev.devtail.client.ConnectionState.Connecting;
import dev.devtail.client.ConnectionState.Live;
import dev.devtail.client.ConnectionState.Resuming;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Done;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Fragment;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Frame.KindCase;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.Pong;
import dev.devtail.protocol.v1.Reattach;
import dev.devtail.protocol.v1.Reply;
import dev.devtail.protocol.v1.Session;
import dev.devtail.protocol.v1.SessionList;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Welcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DevtailConnectionTest {

  private final ClientFixture fixture = new ClientFixture();
  private final DevtailConnection connection = fixture.connection;

  private ConnectionState.Backoff backoff() {
    assertThat(fixture.state()).isInstanceOf(ConnectionState.Backoff.class);
    return (ConnectionState.Backoff) fixture.state();
  }

  private int attempts() {
    return fixture.transport.attempts.size();
  }

  private static Call.Builder list() {
    return Call.newBuilder().setListSessions(ListSessions.getDefaultInstance());
  }

  private static DevtailException failureOf(CompletableFuture<?> future) {
    assertThat(future).isCompletedExceptionally();
    return (DevtailException) future.exceptionNow();
  }

  @Test
  void goesFromNothingToLive() {
    fixture.goLive();
    assertThat(fixture.path()).containsExactly("Disconnected", "Connecting", "Resuming", "Live");
    Frame hello = fixture.attempt().sent.getFirst();
    assertThat(hello.getHello().getToken()).isEqualTo("token");
    assertThat(hello.getHello().getClientName()).isEqualTo("test/1");
    assertThat(hello.getHello().getMinVersion()).isEqualTo(1);
  }

  @Test
  void startingTwiceConnectsOnce() {
    fixture.start();
    fixture.start();
    assertThat(attempts()).isEqualTo(1);
  }

  @Test
  void isLiveOnlyWhenEveryTerminalIsAttached() {
    connection.attach("t", SIZE, WINDOW, new Recorder());
    connection.attach("u", SIZE, WINDOW, new Recorder());
    fixture.goLive();
    assertThat(fixture.state()).isInstanceOf(Resuming.class);
    fixture.say(ClientFixture.opened(1, false, 0, 0, 100));
    assertThat(fixture.state()).isInstanceOf(Resuming.class);
    fixture.say(ClientFixture.opened(2, false, 0, 0, 100));
    assertThat(fixture.state()).isInstanceOf(Live.class);
  }

  @Test
  void aTerminalThatIsGoneDoesNotKeepItFromBeingLive() {
    Recorder recorder = new Recorder();
    connection.attach("t", SIZE, WINDOW, recorder);
    fixture.goLive();
    fixture.say(ClientFixture.close(1, ErrorCode.ERROR_CODE_NOT_FOUND, 0));
    assertThat(fixture.state()).isInstanceOf(Live.class);
    assertThat(recorder.log).containsExactly("closed");
  }

  @Test
  void triesAtOnceAfterHavingBeenLive() {
    fixture.goLive();
    fixture.closeSocket();
    assertThat(attempts()).isEqualTo(2);
    assertThat(fixture.state()).isEqualTo(new Connecting(1));
  }

  /** Welcomed and thrown out again, over and over: that is not having been live. */
  @Test
  void waitsAfterHavingBeenWelcomeOnly() {
    connection.attach("t", SIZE, WINDOW, new Recorder());
    fixture.goLive();
    fixture.closeSocket();
    assertThat(backoff().attempt()).isEqualTo(1);
    fixture.loop.advance(Duration.ofSeconds(10));
    fixture.welcome();
    fixture.closeSocket();
    assertThat(backoff().attempt()).isEqualTo(2);
  }

  /** Without terminals to attach, Welcome is being live; a gateway that then drops it may spin. */
  @Test
  void waitsAfterHavingBeenDroppedRightAfterTheWelcomeAgain() {
    fixture.goLive();
    fixture.closeSocket();
    fixture.welcome();
    fixture.closeSocket();
    assertThat(backoff().attempt()).isEqualTo(1);
    fixture.loop.advance(Duration.ofSeconds(10));
    fixture.welcome();
    fixture.closeSocket();
    assertThat(backoff().attempt()).isEqualTo(2);
    fixture.loop.advance(Duration.ofSeconds(10));
    fixture.welcome();
    fixture.loop.advance(Duration.ofSeconds(1));
    fixture.closeSocket();
    assertThat(fixture.state()).isEqualTo(new Connecting(1));
  }

  @Test
  void waitsWithFullJitterBetweenAttempts() {
    fixture.start();
    for (int attempt = 1; attempt <= 12; attempt++) {
      assertThat(fixture.state()).isEqualTo(new Connecting(attempt));
      fixture.closeSocket();
      ConnectionState.Backoff waits = backoff();
      assertThat(waits.attempt()).isEqualTo(attempt);
      assertThat(waits.why()).isEqualTo("gone");
      assertThat(waits.delay())
          .isBetween(
              Duration.ZERO,
              Duration.ofMillis(Math.min(10_000, 500L << Math.min(10, attempt - 1))));
      int before = attempts();
      fixture.loop.advance(waits.delay().minusNanos(1));
      assertThat(attempts()).isEqualTo(before);
      fixture.loop.advance(Duration.ofNanos(1));
      assertThat(attempts()).isEqualTo(before + 1);
    }
  }

  @Test
  void comesBackNoEarlierThanItWasAskedTo() {
    fixture.goLive();
    fixture.refuse(ErrorCode.ERROR_CODE_RATE_LIMITED, 30_000);
    assertThat(backoff().delay()).isEqualTo(Duration.ofSeconds(30));
    assertThat(backoff().why()).isEqualTo("because");
    fixture.loop.advance(Duration.ofSeconds(29));
    assertThat(attempts()).isEqualTo(1);
    fixture.loop.advance(Duration.ofSeconds(1));
    assertThat(attempts()).isEqualTo(2);
  }

  @Test
  void anAttemptThatIsNotAnsweredIsGivenUp() {
    fixture.start();
    fixture.open();
    fixture.loop.advance(CONNECT_TIMEOUT.minusMillis(1));
    assertThat(fixture.state()).isInstanceOf(Connecting.class);
    fixture.loop.advance(Duration.ofMillis(1));
    assertThat(backoff().why()).isEqualTo("the gateway does not answer");
    assertThat(fixture.attempt().closed).isTrue();
  }

  @Test
  void anOldSocketHasNoSayAnyMore() {
    fixture.goLive();
    ScriptedTransport.Attempt old = fixture.attempt();
    fixture.closeSocket();
    fixture.welcome();
    old.listener.onOpen();
    old.listener.onClosed("late");
    old.say(ClientFixture.close(0, ErrorCode.ERROR_CODE_UNAUTHENTICATED, 0));
    fixture.loop.run();
    assertThat(fixture.state()).isInstanceOf(Live.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorCode.class,
      names = {
        "ERROR_CODE_UNAUTHENTICATED",
        "ERROR_CODE_PERMISSION_DENIED",
        "ERROR_CODE_UNSUPPORTED_VERSION"
      })
  void whatCannotPassClosesForGood(ErrorCode code) {
    Recorder recorder = new Recorder();
    connection.attach("t", SIZE, WINDOW, recorder);
    CompletableFuture<Reply> call = connection.call(list());
    fixture.start();
    fixture.open();
    fixture.refuse(code, 0);
    assertThat(fixture.state())
        .isInstanceOfSatisfying(
            Closed.class,
            closed -> {
              Error error = closed.error();
              assertThat(error).isNotNull();
              assertThat(error.getCode()).isEqualTo(code);
            });
    assertThat(failureOf(call).code()).isEqualTo(code);
    assertThat(failureOf(call).error().getMessage()).isEqualTo("because");
    assertThat(recorder.log).containsExactly("closed");
    fixture.loop.advance(Duration.ofHours(1));
    assertThat(attempts()).isEqualTo(1);
    connection.wake();
    fixture.start();
    assertThat(attempts()).isEqualTo(1);
    assertThat(failureOf(afterRun(connection.call(list()))).code()).isEqualTo(code);
    Recorder late = new Recorder();
    connection.attach("t", SIZE, WINDOW, late);
    fixture.loop.run();
    assertThat(late.log).containsExactly("closed");
  }

  private <T> CompletableFuture<T> afterRun(CompletableFuture<T> future) {
    fixture.loop.run();
    return future;
  }

  @Test
  void closingItSaysGoodbye() {
    CompletableFuture<Reply> call = connection.call(list());
    fixture.goLive();
    connection.close();
    connection.close();
    fixture.loop.run();
    assertThat(fixture.attempt().last().hasClose()).isTrue();
    assertThat(fixture.attempt().closed).isTrue();
    assertThat(fixture.state()).isEqualTo(new Closed(null));
    assertThat(failureOf(call).code()).isEqualTo(ErrorCode.ERROR_CODE_UNAVAILABLE);
    fixture.loop.advance(Duration.ofHours(1));
    assertThat(attempts()).isEqualTo(1);
    assertThat(fixture.path().stream().filter("Closed"::equals)).hasSize(1);
  }

  @Test
  void closingItInBackoffEndsTheWait() {
    fixture.start();
    fixture.closeSocket();
    connection.close();
    fixture.loop.advance(Duration.ofHours(1));
    assertThat(attempts()).isEqualTo(1);
  }

  @Test
  void whatIsNoFrameIsACut() {
    fixture.goLive();
    fixture.attempt().listener.onMessage(new byte[] {(byte) 0xFF});
    fixture.loop.run();
    assertThat(fixture.path()).containsSubsequence("Live", "Backoff", "Connecting");
  }

  @Test
  void aCutByHandIsACut() {
    connection.cut();
    fixture.goLive();
    connection.cut();
    fixture.loop.run();
    assertThat(fixture.transport.attempts.getFirst().closed).isTrue();
    assertThat(attempts()).isEqualTo(2);
  }

  // ---- wake

  @Test
  void wakingBeforeTheStartDoesNothing() {
    connection.wake();
    fixture.loop.run();
    assertThat(attempts()).isZero();
  }

  @Test
  void wakingWhileConnectingDoesNothing() {
    fixture.start();
    connection.wake();
    fixture.loop.run();
    assertThat(attempts()).isEqualTo(1);
  }

  @Test
  void wakingEndsAWait() {
    fixture.goLive();
    fixture.refuse(ErrorCode.ERROR_CODE_UNAVAILABLE, 60_000);
    connection.wake();
    fixture.loop.run();
    assertThat(attempts()).isEqualTo(2);
    fixture.loop.advance(Duration.ofSeconds(1));
    assertThat(attempts()).isEqualTo(2);
  }

  @Test
  void wakingAsksWhetherTheGatewayIsThere() {
    fixture.goLive();
    fixture.loop.advance(Duration.ofSeconds(1));
    connection.wake();
    fixture.loop.run();
    assertThat(fixture.attempt().last().hasPing()).isTrue();
    fixture.loop.advance(PING_TIMEOUT);
    assertThat(attempts()).isEqualTo(2);
  }

  @Test
  void wakingWhileResumingAsksToo() {
    connection.attach("t", SIZE, WINDOW, new Recorder());
    fixture.goLive();
    connection.wake();
    fixture.loop.run();
    assertThat(fixture.attempt().last().hasPing()).isTrue();
    fixture.say(Frame.newBuilder().setPong(Pong.getDefaultInstance()));
    fixture.loop.advance(PING_TIMEOUT);
    assertThat(fixture.state()).isInstanceOf(Resuming.class);
  }

  // ---- heartbeat

  @Test
  void asksWhenItHeardNothingForAnInterval() {
    fixture.goLive();
    fixture.loop.advance(HEARTBEAT.minusMillis(1));
    assertThat(fixture.attempt().sent(KindCase.PING)).isEmpty();
    fixture.loop.advance(Duration.ofMillis(1));
    assertThat(fixture.attempt().sent(KindCase.PING)).hasSize(1);
    fixture.say(Frame.newBuilder().setPong(Pong.getDefaultInstance()));
    fixture.loop.advance(PING_TIMEOUT.multipliedBy(2));
    assertThat(fixture.state()).isInstanceOf(Live.class);
    fixture.loop.advance(HEARTBEAT.multipliedBy(2));
    assertThat(fixture.state()).isNotInstanceOf(Live.class);
  }

  @Test
  void aHeartbeatOfZeroIsOneASecond() {
    fixture.start();
    fixture.open();
    fixture.say(Frame.newBuilder().setWelcome(Welcome.newBuilder().setVersion(1)));
    fixture.loop.advance(Duration.ofMillis(999));
    assertThat(fixture.attempt().sent(KindCase.PING)).isEmpty();
    fixture.loop.advance(Duration.ofMillis(1));
    assertThat(fixture.attempt().sent(KindCase.PING)).hasSize(1);
  }

  @Test
  void aGatewayThatDoesNotAnswerIsGone() {
    fixture.goLive();
    fixture.loop.advance(HEARTBEAT.plus(PING_TIMEOUT).minusMillis(1));
    assertThat(attempts()).isEqualTo(1);
    fixture.loop.advance(Duration.ofMillis(1));
    assertThat(attempts()).isEqualTo(2);
    assertThat(fixture.transport.attempts.getFirst().closed).isTrue();
  }

  @Test
  void aGatewayThatTalksIsNotAsked() {
    fixture.goLive();
    for (int i = 0; i < 20; i++) {
      fixture.loop.advance(HEARTBEAT.dividedBy(2));
      fixture.say(
          Frame.newBuilder().setPing(Ping.newBuilder().setPayload(ByteString.copyFromUtf8("x"))));
      assertThat(fixture.attempt().last().getPong().getPayload().toStringUtf8()).isEqualTo("x");
    }
    assertThat(fixture.attempt().sent(KindCase.PING)).isEmpty();
    assertThat(attempts()).isEqualTo(1);
  }

  // ---- calls

  private static Frame.Builder done(int id) {
    return Frame.newBuilder()
        .setReply(Reply.newBuilder().setId(id).setDone(Done.getDefaultInstance()));
  }

  @Test
  void aCallIsAnswered() {
    fixture.goLive();
    CompletableFuture<Reply> call = afterRun(connection.call(list()));
    int id = fixture.attempt().last().getCall().getId();
    fixture.say(done(id + 1));
    assertThat(call).isNotDone();
    fixture.say(done(id));
    assertThat(call.join().hasDone()).isTrue();
    fixture.say(done(id));
  }

  @Test
  void aCallIsRefused() {
    fixture.goLive();
    CompletableFuture<Reply> call = afterRun(connection.call(list()));
    fixture.say(
        Frame.newBuilder()
            .setReply(
                Reply.newBuilder()
                    .setId(fixture.attempt().last().getCall().getId())
                    .setError(Error.newBuilder().setCode(ErrorCode.ERROR_CODE_NOT_FOUND))));
    assertThat(failureOf(call).code()).isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
  }

  @Test
  void callsSurviveCutsWithTheirIdsAndKeys() {
    fixture.goLive();
    Call.Builder start =
        Call.newBuilder()
            .setStartTerminal(StartTerminal.newBuilder().setRequestKey(connection.randomKey()));
    CompletableFuture<Reply> first = afterRun(connection.call(start));
    CompletableFuture<Reply> second = afterRun(connection.call(list()));
    Call asked = fixture.attempt().sent(KindCase.CALL).getFirst().getCall();
    fixture.closeSocket();
    CompletableFuture<Reply> meanwhile = afterRun(connection.call(list()));
    fixture.welcome();
    assertThat(fixture.attempt().sent(KindCase.CALL)).hasSize(3);
    assertThat(fixture.attempt().sent(KindCase.CALL).getFirst().getCall()).isEqualTo(asked);
    assertThat(asked.getStartTerminal().getRequestKey().size()).isEqualTo(16);
    fixture
        .attempt()
        .sent(KindCase.CALL)
        .forEach(frame -> fixture.say(done(frame.getCall().getId())));
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    assertThat(meanwhile).isCompleted();
    fixture.loop.advance(Duration.ofSeconds(1));
    fixture.closeSocket();
    fixture.welcome();
    assertThat(fixture.attempt().sent(KindCase.CALL)).isEmpty();
  }

  @Test
  void noMoreCallsThanTheBoundMayWait() {
    for (int i = 0; i < DevtailConnection.MAX_CALLS; i++) {
      assertThat(afterRun(connection.call(list()))).isNotDone();
    }
    assertThat(failureOf(afterRun(connection.call(list()))).code())
        .isEqualTo(ErrorCode.ERROR_CODE_RESOURCE_EXHAUSTED);
    fixture.goLive();
    fixture.say(done(1));
    assertThat(afterRun(connection.call(list()))).isNotDone();
  }

  @Test
  void theTokenIsNotInTheLogs() {
    assertThat(new ClientOptions("hush", "test/1").toString()).doesNotContain("hush");
  }

  @Test
  void aReplyThatComesInFragmentsIsPutTogether() {
    fixture.goLive();
    CompletableFuture<Reply> sessions = connection.call(list());
    fixture.loop.run();
    byte[] frame =
        Frame.newBuilder()
            .setReply(
                Reply.newBuilder()
                    .setId(fixture.attempt().sent.getLast().getCall().getId())
                    .setSessions(
                        SessionList.newBuilder().addSessions(Session.newBuilder().setName("work"))))
            .build()
            .toByteArray();

    fixture.say(fragment(1, frame, 0, 4, false));
    fixture.say(fragment(2, pong(), 0, pong().length, true));
    assertThat(sessions).isNotDone();
    fixture.say(fragment(1, frame, 4, frame.length, true));

    assertThat(sessions.join().getSessions().getSessions(0).getName()).isEqualTo("work");
  }

  @Test
  void fragmentsOfAConnectionThatWasCutAreForgotten() {
    fixture.goLive();
    fixture.say(fragment(1, pong(), 0, 1, false));
    fixture.closeSocket();
    fixture.welcome();

    fixture.say(fragment(1, pong(), 0, pong().length, true));

    assertThat(fixture.state()).isInstanceOf(Live.class);
  }

  @Test
  void whatIsNoFrameWhenItIsWholeCutsTheConnection() {
    fixture.goLive();
    fixture.say(fragment(1, new byte[] {7, 7, 7}, 0, 3, true));

    assertThat(fixture.state()).isNotInstanceOf(Live.class);
  }

  @Test
  void goesElsewhereInTimeWhenItIsAskedTo() {
    fixture.goLive();
    fixture.say(Frame.newBuilder().setReattach(Reattach.newBuilder().setWithinMs(10_000)));
    assertThat(fixture.state()).isInstanceOf(Live.class);

    fixture.loop.advance(Duration.ofSeconds(5));

    assertThat(attempts()).isEqualTo(2);
    fixture.welcome();
    assertThat(fixture.state()).isInstanceOf(Live.class);
    fixture.loop.advance(Duration.ofSeconds(10));
    assertThat(attempts()).isEqualTo(2);
  }

  @Test
  void aCallThatCameTooFastIsMadeAgainWhenTheGatewaySays() {
    fixture.goLive();
    CompletableFuture<Reply> sessions = connection.call(list());
    fixture.loop.run();
    Call asked = fixture.attempt().sent.getLast().getCall();
    fixture.say(tooFast(asked));
    assertThat(sessions).isNotDone();
    int sent = fixture.attempt().sent.size();

    fixture.loop.advance(Duration.ofMillis(2_999));
    assertThat(fixture.attempt().sent).hasSize(sent);
    fixture.loop.advance(Duration.ofSeconds(2));

    assertThat(fixture.attempt().sent.getLast().getCall()).isEqualTo(asked);
  }

  @Test
  void aCallThatWaitsIsMadeOnceOnTheNextConnection() {
    fixture.goLive();
    connection.call(list());
    fixture.loop.run();
    fixture.say(tooFast(fixture.attempt().sent.getLast().getCall()));
    fixture.closeSocket();
    fixture.welcome();

    fixture.loop.advance(Duration.ofSeconds(10));

    assertThat(fixture.attempt().sent).filteredOn(Frame::hasCall).hasSize(1);
  }

  @Test
  void aCallThatIsAlwaysTooFastFailsInTheEnd() {
    fixture.goLive();
    CompletableFuture<Reply> sessions = connection.call(list());
    fixture.loop.run();
    Call asked = fixture.attempt().sent.getLast().getCall();
    for (int i = 0; i < 20 && !sessions.isDone(); i++) {
      fixture.say(tooFast(asked));
      fixture.loop.advance(Duration.ofSeconds(5));
    }

    assertThat(failureOf(sessions).code()).isEqualTo(ErrorCode.ERROR_CODE_RATE_LIMITED);
  }

  private static Frame.Builder tooFast(Call call) {
    return Frame.newBuilder()
        .setReply(
            Reply.newBuilder()
                .setId(call.getId())
                .setError(
                    Error.newBuilder()
                        .setCode(ErrorCode.ERROR_CODE_RATE_LIMITED)
                        .setRetryAfterMs(3_000)));
  }

  private static byte[] pong() {
    return Frame.newBuilder().setPong(Pong.getDefaultInstance()).build().toByteArray();
  }

  private static Frame.Builder fragment(int id, byte[] frame, int from, int to, boolean last) {
    return Frame.newBuilder()
        .setFragment(
            Fragment.newBuilder()
                .setId(id)
                .setPayload(ByteString.copyFrom(frame, from, to - from))
                .setLast(last));
  }
}
