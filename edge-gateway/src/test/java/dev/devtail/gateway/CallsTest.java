package dev.devtail.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.devtail.protocol.service.v1.StartTerminalRequest;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.Reply;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.SignalTerminal;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalSpec;
import dev.devtail.protocol.v1.UpdateSession;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every operation, over the connection. */
@ExtendWith(RunningGateway.Shared.class)
class CallsTest {

  private final RunningGateway gateway;
  private final EdgeClient client;

  CallsTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.client = EdgeClient.live(gateway);
  }

  @AfterEach
  void leave() {
    client.close();
  }

  private static Call.Builder call(int id) {
    return Call.newBuilder().setId(id);
  }

  private static Call.Builder get(int id, String session) {
    return call(id).setGetSession(GetSession.newBuilder().setSessionId(session));
  }

  private static StartTerminal.Builder start() {
    return StartTerminal.newBuilder()
        .setRequestKey(ByteString.copyFrom(new byte[16]))
        .setSpec(TerminalSpec.newBuilder().setSize(Size.newBuilder().setColumns(80).setRows(24)));
  }

  @Test
  void sessions() {
    assertThat(
            client
                .call(
                    call(1)
                        .setCreateSession(
                            CreateSession.newBuilder().setWorkspace("/w").setName("n")))
                .getSession())
        .satisfies(
            created -> {
              assertThat(created.getUser()).isEqualTo("ada");
              assertThat(created.getWorkspace()).isEqualTo("/w");
              assertThat(created.getName()).isEqualTo("n");
            });
    assertThat(client.call(get(2, "s7")).getSession().getId()).isEqualTo("s7");
    assertThat(
            client
                .call(call(3).setListSessions(ListSessions.getDefaultInstance()))
                .getSessions()
                .getSessionsCount())
        .isEqualTo(1);
    assertThat(
            client
                .call(
                    call(4)
                        .setUpdateSession(
                            UpdateSession.newBuilder().setSessionId("s7").setName("new")))
                .getSession()
                .getName())
        .isEqualTo("new");
  }

  @Test
  void deletingASessionEndsItsTerminalsFirst() {
    Reply reply =
        client.call(call(1).setDeleteSession(DeleteSession.newBuilder().setSessionId("s7")));
    assertThat(reply.hasDone()).isTrue();
    assertThat(gateway.services.asked)
        .contains("EndTerminal t1 by ada", "EndTerminal t2 by ada", "EndTerminal t3 by ada")
        .last()
        .isEqualTo("DeleteSession s7 by ada");
  }

  @Test
  void aSessionThatIsNotThereIsNotDeleted() {
    Reply reply =
        client.call(call(1).setDeleteSession(DeleteSession.newBuilder().setSessionId("gone")));
    assertThat(reply.getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
    assertThat(gateway.services.asked).containsExactly("GetSession gone by ada");
  }

  @Test
  void terminals() {
    Terminal started = client.call(call(1).setStartTerminal(start())).getTerminal();
    assertThat(started.getId()).isEqualTo("t1");
    assertThat(gateway.services.requests)
        .last()
        .isInstanceOfSatisfying(
            StartTerminalRequest.class,
            request -> {
              assertThat(request.getSessionId()).isEqualTo("default");
              assertThat(request.getWorkspace()).isEqualTo("/home");
            });
    client.call(call(2).setStartTerminal(start().setSessionId("s7")));
    assertThat(gateway.services.requests)
        .last()
        .isInstanceOfSatisfying(
            StartTerminalRequest.class,
            request -> {
              assertThat(request.getSessionId()).isEqualTo("s7");
              assertThat(request.getWorkspace()).isEqualTo("/work");
            });
    assertThat(
            client
                .call(call(3).setListTerminals(ListTerminals.getDefaultInstance()))
                .getTerminals()
                .getTerminalsList())
        .extracting(Terminal::getId)
        .containsExactly("t1", "t2", "t3");
    assertThat(client.call(signal(4, "t1")).hasDone()).isTrue();
    assertThat(client.call(end(5, "t1")).hasDone()).isTrue();
  }

  private static Call.Builder signal(int id, String terminal) {
    return call(id)
        .setSignalTerminal(
            SignalTerminal.newBuilder().setTerminalId(terminal).setSignal(Signal.SIGNAL_INT));
  }

  private static Call.Builder end(int id, String terminal) {
    return call(id).setEndTerminal(EndTerminal.newBuilder().setTerminalId(terminal));
  }

  @Test
  void theDirectoryIsAskedAgainWhereTheOwnerDoesNotKnowTheTerminal() {
    assertThat(client.call(signal(1, "moved-signal")).hasDone()).isTrue();
    assertThat(gateway.services.asked)
        .containsExactly(
            "LocateTerminalRequest moved-signal by ada",
            "SignalTerminal moved-signal by ada",
            "LocateTerminalRequest moved-signal by ada",
            "SignalTerminal moved-signal by ada");
    assertThat(client.call(end(2, "nowhere")).hasDone()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "gone, ERROR_CODE_NOT_FOUND, 0",
    "down, ERROR_CODE_UNAVAILABLE, 1500",
    "forbidden, ERROR_CODE_PERMISSION_DENIED, 0",
    "bug, ERROR_CODE_INTERNAL, 0"
  })
  void failuresComeAsTheServiceSaidThem(String session, ErrorCode code, int retry) {
    Error error = client.call(get(9, session)).getError();
    assertThat(error.getCode()).isEqualTo(code);
    assertThat(error.getRetryAfterMs()).isEqualTo(retry);
    assertThat(error.getMessage()).isNotBlank().doesNotContain("secret");
  }

  @Test
  void aProgramThatIsNotThereIsSaid() {
    StartTerminal.Builder start = start();
    start.getSpecBuilder().addCommand("no-such-program");
    assertThat(client.call(call(1).setStartTerminal(start)).getError().getCode())
        .isEqualTo(ErrorCode.ERROR_CODE_START_FAILED);
  }

  @Test
  void onlySoManyCallsAreUnderWay() {
    for (int id = 1; id <= RunningGateway.MAX_CALLS; id++) {
      client.send(Frame.newBuilder().setCall(get(id, "hold")));
    }
    await().until(() -> gateway.services.held() == RunningGateway.MAX_CALLS);
    assertThat(client.call(get(99, "s1")).getError().getCode())
        .isEqualTo(ErrorCode.ERROR_CODE_RESOURCE_EXHAUSTED);
    gateway.services.release();
    Set<Integer> answered = new HashSet<>();
    for (int id = 1; id <= RunningGateway.MAX_CALLS; id++) {
      answered.add(client.next().getReply().getId());
    }
    assertThat(answered).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(client.call(get(100, "s1")).hasSession()).isTrue();
  }
}
