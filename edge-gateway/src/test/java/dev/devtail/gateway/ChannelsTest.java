package dev.devtail.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.devtail.gateway.fakes.FakeAttachment;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Opened;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Frames between a client and the owner of its terminal. */
@ExtendWith(RunningGateway.Shared.class)
class ChannelsTest {

  private static final ByteString LARGE = ByteString.copyFrom(new byte[60 * 1024]);
  private static final int MANY = 1000;

  private final RunningGateway gateway;
  private final EdgeClient client;

  ChannelsTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.client = EdgeClient.live(gateway);
  }

  @AfterEach
  void leave() {
    client.close();
  }

  private FakeAttachment open(int channel, String terminalId) throws InterruptedException {
    client.send(EdgeClient.open(channel, terminalId));
    FakeAttachment attachment = gateway.services.terminals.attached();
    assertThat(attachment.user).isEqualTo("ada");
    assertThat(attachment.next()).isEqualTo(EdgeClient.open(channel, terminalId).build());
    attachment.out.onNext(opened(channel));
    assertThat(client.next()).isEqualTo(opened(channel));
    return attachment;
  }

  private static Frame opened(int channel) {
    return Frame.newBuilder()
        .setChannel(channel)
        .setOpened(Opened.newBuilder().setInputLimit(65536))
        .build();
  }

  @Test
  void framesGoBothWaysUnchanged() throws Exception {
    FakeAttachment terminal = open(1, "t1");
    Frame strange =
        EdgeClient.data(1, 7, ByteString.copyFromUtf8("ls\r"))
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        4711, UnknownFieldSet.Field.newBuilder().addFixed32(0x01020304).build())
                    .build())
            .build();
    client.send(strange.toByteArray());
    assertThat(terminal.next()).isEqualTo(strange);
    terminal.out.onNext(strange);
    assertThat(client.next()).isEqualTo(strange);
    for (int i = 0; i < 100; i++) {
      terminal.out.onNext(EdgeClient.data(1, i, ByteString.EMPTY).build());
    }
    for (int i = 0; i < 100; i++) {
      assertThat(client.next().getData().getOffset()).isEqualTo(i);
    }
  }

  @Test
  void channelsDoNotDisturbEachOther() throws Exception {
    FakeAttachment first = open(1, "t1");
    FakeAttachment second = open(5, "t2");
    first.fail(new Fault(FaultCode.OFFSET_OUT_OF_RANGE, "A gap.", "data.offset", Duration.ZERO));
    Error error = client.closing(1);
    assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_OFFSET_OUT_OF_RANGE);
    assertThat(error.getField()).isEqualTo("data.offset");
    client.send(EdgeClient.data(5, 0, ByteString.copyFromUtf8("x")));
    assertThat(second.next().getData().getPayload().toStringUtf8()).isEqualTo("x");
  }

  @Test
  void aFrameOnAChannelThatIsNotOpenHurtsNothingElse() throws Exception {
    FakeAttachment terminal = open(1, "t1");
    client.send(EdgeClient.data(2, 0, ByteString.EMPTY));
    assertThat(client.closing(2).getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNKNOWN_CHANNEL);
    client.send(Frame.newBuilder().setChannel(2).setClose(Close.getDefaultInstance()));
    client.assertQuiet();
    client.send(EdgeClient.data(1, 0, ByteString.EMPTY));
    assertThat(terminal.next().hasData()).isTrue();
  }

  @Test
  void onlySoManyChannels() throws Exception {
    for (int channel = 1; channel <= RunningGateway.MAX_CHANNELS; channel++) {
      open(channel, "t1");
    }
    client.send(EdgeClient.open(50, "t1"));
    assertThat(client.closing(50).getCode()).isEqualTo(ErrorCode.ERROR_CODE_RESOURCE_EXHAUSTED);
    client.send(Frame.newBuilder().setChannel(1).setClose(Close.getDefaultInstance()));
    client.closing(1);
    open(51, "t1");
  }

  @Test
  void anOpenThatBreaksARuleNamesTheFieldAndClosesTheChannelOnly() {
    Frame.Builder open = EdgeClient.open(1, "t1");
    open.getOpenBuilder().getTerminalBuilder().getSizeBuilder().setColumns(0);
    client.send(open);
    Error error = client.closing(1);
    assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
    assertThat(error.getField()).isEqualTo("open.terminal.size.columns");
    client.assertQuiet();
  }

  @Test
  void aClientWaitsUntilTheTerminalIsFound() throws Exception {
    client.send(EdgeClient.open(1, "hold"));
    await().until(() -> gateway.services.held() == 1);
    client.send(EdgeClient.data(1, 0, ByteString.EMPTY));
    assertThat(client.closing(1).getCode()).isEqualTo(ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION);
    gateway.services.release();
    client.assertQuiet();
    open(2, "t1");
  }

  @Test
  void theDirectoryIsAskedOnceMoreWhereTheOwnerDoesNotKnow() throws Exception {
    open(1, "moved-open");
    assertThat(gateway.services.asked)
        .containsExactly(
            "LocateTerminalRequest moved-open by ada", "LocateTerminalRequest moved-open by ada");
  }

  @Test
  void whatNobodyKnowsIsNotFound() {
    client.send(EdgeClient.open(1, "gone"));
    assertThat(client.closing(1).getCode()).isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
    assertThat(gateway.services.asked)
        .containsExactly("LocateTerminalRequest gone by ada", "LocateTerminalRequest gone by ada");
  }

  @Test
  void theDirectoryMayFailUnexpectedly() {
    client.send(EdgeClient.open(1, "bug"));
    assertThat(client.closing(1).getCode()).isEqualTo(ErrorCode.ERROR_CODE_INTERNAL);
    client.assertQuiet();
  }

  @Test
  void anOwnerThatCannotBeReachedIsUnavailable() {
    client.send(EdgeClient.open(1, "elsewhere"));
    assertThat(client.closing(1).getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAVAILABLE);
    client.assertQuiet();
  }

  @Test
  void detachingEndsWithoutAnError() throws Exception {
    FakeAttachment terminal = open(1, "t1");
    client.send(Frame.newBuilder().setChannel(1).setClose(Close.getDefaultInstance()));
    assertThat(terminal.next().hasClose()).isTrue();
    Frame answer = client.next();
    assertThat(answer.getChannel()).isEqualTo(1);
    assertThat(answer.hasClose()).isTrue();
    assertThat(answer.getClose().hasError()).isFalse();
  }

  @Test
  void theOwnerSeesThatTheClientIsGone() throws Exception {
    FakeAttachment first = open(1, "t1");
    FakeAttachment second = open(2, "t2");
    client.cut();
    first.cancelled.get(10, TimeUnit.SECONDS);
    second.cancelled.get(10, TimeUnit.SECONDS);
  }

  @Test
  void aClientThatDoesNotReadSlowsTheTerminalDown() throws Exception {
    FakeAttachment terminal = open(1, "t1");
    client.stopReading();
    Frame frame = EdgeClient.data(1, 0, LARGE).build();
    int[] sent = {0};
    await()
        .during(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              boolean stuck = !terminal.out.isReady();
              while (terminal.out.isReady() && sent[0] < MANY) {
                terminal.out.onNext(frame);
                sent[0]++;
              }
              return stuck;
            });
    assertThat(sent[0]).isBetween(1, MANY - 1);
    client.goOnReading();
    for (int i = 0; i < sent[0]; i++) {
      assertThat(client.next().getData().getPayload()).hasSize(LARGE.size());
    }
    await().until(terminal.out::isReady);
    client.assertQuiet();
  }

  @Test
  void aTerminalThatDoesNotReadSlowsTheClientDown() throws Exception {
    FakeAttachment terminal = open(1, "t1");
    terminal.stopReading();
    byte[] frame = EdgeClient.data(1, 0, LARGE).build().toByteArray();
    CompletableFuture<WebSocket> last = client.sendLater(frame);
    int sent = 1;
    while (sent < MANY && isDoneSoon(last)) {
      last = client.sendLater(frame);
      sent++;
    }
    assertThat(sent).isLessThan(MANY);
    terminal.goOnReading();
    last.get(10, TimeUnit.SECONDS);
    for (int i = 0; i < sent; i++) {
      assertThat(terminal.next().hasData()).isTrue();
    }
    client.assertQuiet();
  }

  private static boolean isDoneSoon(CompletableFuture<WebSocket> sending) throws Exception {
    try {
      sending.get(1, TimeUnit.SECONDS);
      return true;
    } catch (java.util.concurrent.TimeoutException stuck) {
      return false;
    }
  }
}
