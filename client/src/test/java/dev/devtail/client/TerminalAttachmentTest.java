package dev.devtail.client;

import static dev.devtail.client.ClientFixture.INCARNATION;
import static dev.devtail.client.ClientFixture.SIZE;
import static dev.devtail.client.ClientFixture.WINDOW;
import static dev.devtail.client.ClientFixture.bytes;
import static dev.devtail.client.ClientFixture.close;
import static dev.devtail.client.ClientFixture.data;
import static dev.devtail.client.ClientFixture.opened;
import static dev.devtail.client.ClientFixture.screen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.protocol.v1.Ack;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Credit;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.ExitStatus;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Frame.KindCase;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalControl;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TerminalAttachmentTest {

  private final ClientFixture fixture = new ClientFixture();
  private final Recorder recorder = new Recorder();

  private TerminalAttachment attach() {
    return attach(WINDOW);
  }

  private TerminalAttachment attach(long window) {
    TerminalAttachment attachment = fixture.connection.attach("t", SIZE, window, recorder);
    fixture.goLive();
    return attachment;
  }

  private TerminalAttachment attachOpened() {
    TerminalAttachment attachment = attach();
    fixture.say(opened(1, false, 100, 0, 1_000));
    fixture.say(screen(1, 100, true));
    return attachment;
  }

  private AttachTerminal lastOpen() {
    return fixture.attempt().sent(KindCase.OPEN).getLast().getOpen().getTerminal();
  }

  private Frame last() {
    return fixture.attempt().last();
  }

  private void reconnect() {
    fixture.loop.advance(Duration.ofSeconds(1));
    fixture.closeSocket();
    fixture.welcome();
  }

  private <T> CompletableFuture<T> afterRun(CompletableFuture<T> future) {
    fixture.loop.run();
    return future;
  }

  @Test
  void theFirstTimeThereIsNothingToResume() {
    attach();
    AttachTerminal open = lastOpen();
    assertThat(open.getTerminalId()).isEqualTo("t");
    assertThat(open.getViewerId().size()).isEqualTo(16);
    assertThat(open.getEpoch()).isEqualTo(1);
    assertThat(open.getSize()).isEqualTo(SIZE);
    assertThat(open.hasResume()).isFalse();
    assertThat(open.getWindowBytes()).isEqualTo(WINDOW);
    assertThat(last().getChannel()).isEqualTo(1);
  }

  @Test
  void whoStartedItAsksForTheFirstByte() {
    fixture.goLive();
    Terminal started = Terminal.newBuilder().setId("t").setIncarnation(INCARNATION).build();
    fixture.connection.attachFromStart(started, SIZE, WINDOW, recorder);
    fixture.loop.run();
    assertThat(lastOpen().getResume().getIncarnation()).isEqualTo(INCARNATION);
    assertThat(lastOpen().getResume().getOutputOffset()).isZero();
  }

  @Test
  void afterACutItGoesOnFromWhereItWas() {
    attachOpened();
    fixture.say(data(1, 100, 0, "hello"));
    AttachTerminal before = lastOpen();
    reconnect();
    AttachTerminal open = lastOpen();
    assertThat(open.getResume().getIncarnation()).isEqualTo(INCARNATION);
    assertThat(open.getResume().getOutputOffset()).isEqualTo(105);
    assertThat(open.getEpoch()).isEqualTo(2);
    assertThat(open.getViewerId()).isEqualTo(before.getViewerId());
    fixture.say(opened(1, true, 105, 0, 1_000));
    fixture.say(data(1, 105, 0, "!"));
    assertThat(recorder.log)
        .containsExactly("opened", "screen 100", "output 100+5", "opened", "output 105+1");
    reconnect();
    assertThat(lastOpen().getEpoch()).isEqualTo(3);
  }

  /** Half a screen is shown: bytes behind it would be drawn onto nothing. */
  @Test
  void aScreenThatWasCutOffIsAskedForAgain() {
    attach();
    fixture.say(opened(1, false, 100, 0, 1_000));
    reconnect();
    assertThat(lastOpen().hasResume()).isFalse();
    fixture.say(opened(1, false, 200, 0, 1_000));
    fixture.say(screen(1, 200, false));
    reconnect();
    assertThat(lastOpen().hasResume()).isFalse();
    fixture.say(opened(1, false, 300, 0, 1_000));
    fixture.say(screen(1, 300, false));
    fixture.say(screen(1, 300, true));
    reconnect();
    assertThat(lastOpen().getResume().getOutputOffset()).isEqualTo(300);
  }

  @Test
  void channelNumbersRise() {
    attachOpened();
    fixture.connection.attach("u", SIZE, WINDOW, new Recorder());
    fixture.loop.run();
    assertThat(last().getChannel()).isEqualTo(2);
    fixture.say(close(2, ErrorCode.ERROR_CODE_NOT_FOUND, 0));
    fixture.connection.attach("v", SIZE, WINDOW, new Recorder());
    fixture.loop.run();
    assertThat(last().getChannel()).isEqualTo(3);
    reconnect();
    assertThat(fixture.attempt().sent(KindCase.OPEN))
        .extracting(Frame::getChannel)
        .containsExactly(1, 2);
  }

  @Test
  void theSizeThatAnotherViewerSetComesInTheOrderOfTheOutput() {
    attachOpened();
    fixture.say(data(1, 100, 0, "hello"));
    fixture.say(
        Frame.newBuilder()
            .setChannel(1)
            .setControl(
                TerminalControl.newBuilder()
                    .setResize(Size.newBuilder().setColumns(40).setRows(20))));
    fixture.say(data(1, 105, 0, "!"));
    assertThat(recorder.log)
        .containsExactly("opened", "screen 100", "output 100+5", "resized 40x20", "output 105+1");
  }

  @Test
  void outputThatIsKnownIsDropped() {
    attachOpened();
    fixture.say(data(1, 100, 0, "hello"));
    fixture.say(data(1, 100, 0, "hello"));
    fixture.say(data(1, 103, 0, "lo world"));
    fixture.say(data(1, 0, 0, "old"));
    assertThat(recorder.output.toString(java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("hello world");
  }

  @Test
  void aHoleInTheOutputIsACut() {
    attachOpened();
    fixture.say(data(1, 101, 0, "hello"));
    assertThat(fixture.path()).endsWith("Live", "Backoff", "Connecting");
    assertThat(recorder.output.size()).isZero();
    fixture.welcome();
    assertThat(lastOpen().getResume().getOutputOffset()).isEqualTo(100);
  }

  @Test
  void aScreenReplacesWhatWasThere() {
    TerminalAttachment attachment = attachOpened();
    fixture.say(data(1, 100, 0, "hello"));
    fixture.say(screen(1, 50_000, true));
    fixture.say(data(1, 50_000, 0, "x"));
    assertThat(recorder.log).endsWith("screen 50000", "output 50000+1");
    attachment.consumed(50_000 + WINDOW / 4);
    fixture.loop.run();
    assertThat(last().getCredit().getLimit()).isEqualTo(50_000 + WINDOW + WINDOW / 4);
  }

  @Test
  void creditIsGrantedByQuartersOfTheWindow() {
    TerminalAttachment attachment = attachOpened();
    fixture.say(data(1, 100, 0, "x".repeat(5_000)));
    attachment.consumed(100 + WINDOW / 4 - 1);
    fixture.loop.run();
    assertThat(fixture.attempt().sent(KindCase.CREDIT)).isEmpty();
    attachment.consumed(100 + WINDOW / 4);
    attachment.consumed(50);
    fixture.loop.run();
    assertThat(fixture.attempt().sent(KindCase.ACK))
        .extracting(frame -> frame.getAck().getOffset())
        .containsExactly(5_100L);
    assertThat(fixture.attempt().sent(KindCase.CREDIT))
        .extracting(frame -> frame.getCredit().getLimit())
        .containsExactly(100 + WINDOW + WINDOW / 4);
  }

  /** A terminal with the smallest ring waits for an ack after 60 KB. */
  @Test
  void alsoALargeWindowIsAcknowledgedInTime() {
    TerminalAttachment attachment = attach(1 << 20);
    fixture.say(opened(1, true, 0, 0, 1_000));
    fixture.say(data(1, 0, 0, "x".repeat(16_384)));
    attachment.consumed(16_384);
    fixture.loop.run();
    assertThat(fixture.attempt().sent(KindCase.ACK))
        .extracting(frame -> frame.getAck().getOffset())
        .containsExactly(16_384L);
  }

  @Test
  void whatWasConsumedWhileAwayIsKnownWhenItIsBack() {
    TerminalAttachment attachment = attachOpened();
    fixture.say(data(1, 100, 0, "x".repeat(5_000)));
    fixture.closeSocket();
    attachment.consumed(5_100);
    attachment.resize(SIZE.toBuilder().setColumns(90).build());
    attachment.signal(Signal.SIGNAL_INT);
    fixture.loop.run();
    fixture.welcome();
    assertThat(lastOpen().getSize().getColumns()).isEqualTo(90);
    assertThat(lastOpen().getResume().getOutputOffset()).isEqualTo(5_100);
    fixture.say(opened(1, true, 5_100, 0, 1_000));
    assertThat(fixture.attempt().sent(KindCase.CREDIT)).isEmpty();
    assertThat(fixture.attempt().sent(KindCase.CONTROL)).isEmpty();
  }

  @Test
  void inputIsSentAsFarAsCreditGoes() {
    TerminalAttachment attachment = attach();
    CompletableFuture<?> taken = afterRun(attachment.write(bytes("hello")));
    assertThat(taken).isCompleted();
    assertThat(last().hasData()).isFalse();
    fixture.say(opened(1, true, 0, 0, 3));
    assertThat(last().getData().getPayload().toStringUtf8()).isEqualTo("hel");
    fixture.say(credit(10));
    assertThat(last().getData().getOffset()).isEqualTo(3);
    assertThat(last().getData().getPayload().toStringUtf8()).isEqualTo("lo");
  }

  private static Frame.Builder credit(long limit) {
    return Frame.newBuilder().setChannel(1).setCredit(Credit.newBuilder().setLimit(limit));
  }

  private static Frame.Builder ack(long offset) {
    return Frame.newBuilder().setChannel(1).setAck(Ack.newBuilder().setOffset(offset));
  }

  @Test
  void inputCarriesTheAckOfOutput() {
    TerminalAttachment attachment = attachOpened();
    fixture.say(data(1, 100, 0, "hello"));
    afterRun(attachment.write(bytes("a")));
    assertThat(last().getData().getAck()).isEqualTo(105);
  }

  @Test
  void afterACutInputIsSentAgainFromWhereTheTerminalIs() {
    TerminalAttachment attachment = attachOpened();
    afterRun(attachment.write(bytes("hello")));
    fixture.say(ack(1));
    fixture.closeSocket();
    afterRun(attachment.write(bytes(" world")));
    fixture.welcome();
    assertThat(fixture.attempt().sent(KindCase.DATA)).isEmpty();
    fixture.say(opened(1, true, 100, 3, 1_000));
    assertThat(last().getData().getOffset()).isEqualTo(3);
    assertThat(last().getData().getPayload().toStringUtf8()).isEqualTo("lo world");
  }

  @Test
  void inputThatMayBeLostIsTold() {
    TerminalAttachment attachment = attachOpened();
    afterRun(attachment.write(bytes("hello")));
    fixture.say(data(1, 100, 2, "x"));
    reconnect();
    fixture.say(opened(1, false, 500, 0, 1_000));
    assertThat(recorder.log).endsWith("lost 3", "opened");
    afterRun(attachment.write(bytes("again")));
    assertThat(last().getData().getOffset()).isZero();
  }

  @Test
  void whoWritesTooMuchWaits() {
    TerminalAttachment attachment = attachOpened();
    int capacity = TerminalAttachment.INPUT_BUFFER_BYTES;
    CompletableFuture<?> first = afterRun(attachment.write(new byte[capacity]));
    CompletableFuture<?> second = afterRun(attachment.write(new byte[capacity + 10]));
    CompletableFuture<?> third = afterRun(attachment.write(new byte[1]));
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    fixture.say(ack(1_000));
    fixture.say(credit(3L * capacity));
    assertThat(second).isNotDone();
    fixture.say(ack(capacity));
    assertThat(second).isNotDone();
    fixture.say(ack(capacity + 10));
    assertThat(second).isCompleted();
    assertThat(third).isNotDone();
    fixture.say(data(1, 100, capacity + 11, "x"));
    assertThat(third).isCompleted();
    long sent =
        fixture.attempt().sent(KindCase.DATA).stream()
            .mapToLong(frame -> frame.getData().getPayload().size())
            .sum();
    assertThat(sent).isEqualTo(2L * capacity + 11);
    assertThat(fixture.attempt().sent(KindCase.DATA))
        .allMatch(frame -> frame.getData().getPayload().size() <= 16 * 1024);
  }

  @Test
  void noMoreWritesThanTheBoundMayWait() {
    TerminalAttachment attachment = attach();
    afterRun(attachment.write(new byte[TerminalAttachment.INPUT_BUFFER_BYTES]));
    List<CompletableFuture<?>> waiting = new java.util.ArrayList<>();
    for (int i = 0; i < 1024; i++) {
      waiting.add(attachment.write(new byte[1]));
    }
    fixture.loop.run();
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    CompletableFuture<?> refused = afterRun(attachment.write(new byte[1]));
    assertThat(((DevtailException) refused.exceptionNow()).code())
        .isEqualTo(ErrorCode.ERROR_CODE_RESOURCE_EXHAUSTED);
    attachment.detach();
    fixture.loop.run();
    assertThat(waiting).allMatch(CompletableFuture::isCompletedExceptionally);
  }

  @Test
  void sizeAndSignalsAreTold() {
    TerminalAttachment attachment = attachOpened();
    attachment.resize(SIZE.toBuilder().setRows(30).build());
    fixture.loop.run();
    assertThat(last().getControl().getResize().getRows()).isEqualTo(30);
    assertThat(last().getChannel()).isEqualTo(1);
    attachment.signal(Signal.SIGNAL_QUIT);
    fixture.loop.run();
    assertThat(last().getControl().getSignal()).isEqualTo(Signal.SIGNAL_QUIT);
  }

  @Test
  void theExitIsToldAndAcknowledged() {
    attachOpened();
    fixture.say(data(1, 100, 0, "bye"));
    fixture.say(
        Frame.newBuilder()
            .setChannel(1)
            .setExited(Exited.newBuilder().setStatus(ExitStatus.newBuilder().setCode(3))));
    assertThat(recorder.log).endsWith("exited 3");
    assertThat(last().getAck().getOffset()).isEqualTo(103);
  }

  @Test
  void detachingSaysGoodbye() {
    TerminalAttachment attachment = attachOpened();
    attachment.detach();
    attachment.detach();
    fixture.loop.run();
    assertThat(fixture.attempt().sent(KindCase.CLOSE)).hasSize(1);
    assertThat(recorder.log).endsWith("closed");
    assertThat(recorder.error).isNull();
    CompletableFuture<?> late = afterRun(attachment.write(bytes("x")));
    assertThat(((DevtailException) late.exceptionNow()).code())
        .isEqualTo(ErrorCode.ERROR_CODE_ENDED);
    fixture.say(data(1, 100, 0, "late"));
    assertThat(recorder.output.size()).isZero();
    reconnect();
    assertThat(fixture.attempt().sent(KindCase.OPEN)).isEmpty();
  }

  @Test
  void detachingWhileAwayNeedsNoGoodbye() {
    TerminalAttachment attachment = attachOpened();
    fixture.closeSocket();
    attachment.detach();
    fixture.loop.run();
    fixture.welcome();
    assertThat(fixture.attempt().sent(KindCase.OPEN)).isEmpty();
    assertThat(recorder.log).endsWith("closed");
  }

  @Test
  void whatCannotPassEndsIt() {
    TerminalAttachment attachment = attachOpened();
    fixture.say(close(1, ErrorCode.ERROR_CODE_STALE_EPOCH, 0));
    assertThat(recorder.log).endsWith("closed");
    assertThat(recorder.error).isNotNull();
    assertThat(afterRun(attachment.write(bytes("x")))).isCompletedExceptionally();
    reconnect();
    assertThat(fixture.attempt().sent(KindCase.OPEN)).isEmpty();
  }

  @Test
  void aCloseWithoutAnErrorEndsItToo() {
    attachOpened();
    fixture.say(Frame.newBuilder().setChannel(1).setClose(Close.getDefaultInstance()));
    assertThat(recorder.log).endsWith("closed");
    assertThat(recorder.error).isNull();
  }

  @Test
  void whatPassesIsTriedAgainOnAnotherChannel() {
    attachOpened();
    fixture.say(close(1, ErrorCode.ERROR_CODE_UNAVAILABLE, 2_000));
    assertThat(recorder.log).doesNotContain("closed");
    fixture.loop.advance(Duration.ofMillis(1_999));
    assertThat(fixture.attempt().sent(KindCase.OPEN)).hasSize(1);
    fixture.loop.advance(Duration.ofMillis(1));
    assertThat(last().getChannel()).isEqualTo(2);
    assertThat(lastOpen().getEpoch()).isEqualTo(2);
    assertThat(lastOpen().getResume().getOutputOffset()).isEqualTo(100);
    fixture.say(close(2, ErrorCode.ERROR_CODE_TIMEOUT, 0));
    fixture.loop.advance(Duration.ofMillis(500));
    assertThat(last().getChannel()).isEqualTo(3);
  }

  @Test
  void aCutWhileItWaitsToTryAgainOpensItOnce() {
    attachOpened();
    fixture.say(close(1, ErrorCode.ERROR_CODE_UNAVAILABLE, 2_000));
    reconnect();
    fixture.loop.advance(Duration.ofSeconds(5));
    assertThat(fixture.attempt().sent(KindCase.OPEN)).hasSize(1);
  }

  @Test
  void closingTheConnectionEndsIt() {
    TerminalAttachment attachment = attachOpened();
    fixture.connection.close();
    fixture.loop.run();
    assertThat(recorder.log).endsWith("closed");
    assertThat(afterRun(attachment.write(bytes("x")))).isCompletedExceptionally();
  }

  @Test
  void whatALaterVersionSaysIsNotForUs() {
    attachOpened();
    fixture.say(Frame.newBuilder().setChannel(1));
    fixture.say(Frame.newBuilder());
    fixture.say(data(99, 0, 0, "nobody's"));
    assertThat(recorder.log).containsExactly("opened", "screen 100");
  }
}
