package dev.devtail.session.directory.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.ListTerminalEntriesRequest;
import dev.devtail.protocol.service.v1.LocateTerminalRequest;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc.TerminalDirectoryBlockingStub;
import dev.devtail.protocol.service.v1.TerminalEntry;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.ExitStatus;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.Session;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalState;
import dev.devtail.session.directory.TerminalStore;
import dev.devtail.session.testing.CalledFault;
import dev.devtail.session.testing.ServiceExtension;
import dev.devtail.session.testing.TestService;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServiceExtension.class)
class DirectoryEndpointTest {

  private final TestService service;
  private final String user = "ada-" + UUID.randomUUID();
  private final SessionServiceBlockingStub sessions;
  private final TerminalDirectoryBlockingStub ada;
  private final TerminalDirectoryBlockingStub eve;
  private final TerminalDirectoryBlockingStub owner;
  private final Session session;
  private final TerminalEntry running;

  DirectoryEndpointTest(TestService service) {
    this.service = service;
    this.sessions = service.asUser(user, SessionServiceGrpc::newBlockingStub);
    this.ada = service.asUser(user, TerminalDirectoryGrpc::newBlockingStub);
    this.eve = service.asUser("eve-" + user, TerminalDirectoryGrpc::newBlockingStub);
    this.owner = service.asService(TerminalDirectoryGrpc::newBlockingStub);
    this.session = sessions.create(CreateSession.newBuilder().setWorkspace("/srv").build());
    this.running =
        TerminalEntry.newBuilder()
            .setTerminal(
                Terminal.newBuilder()
                    .setId("t-" + UUID.randomUUID())
                    .setSessionId(session.getId())
                    .setName("vim")
                    .addCommand("vim")
                    .setSize(Size.newBuilder().setColumns(80).setRows(24))
                    .setState(TerminalState.TERMINAL_STATE_RUNNING)
                    .setStartedAt(Timestamps.now()))
            .setUser(user)
            .setAddress("10.1.2.3:9090")
            .setEpoch(1)
            .build();
  }

  private TerminalEntry ended() {
    TerminalEntry.Builder ended = running.toBuilder();
    ended
        .getTerminalBuilder()
        .setState(TerminalState.TERMINAL_STATE_ENDED)
        .setExit(ExitStatus.newBuilder().setCode(137).setSignal(9));
    return ended.build();
  }

  private LocateTerminalRequest locate() {
    return LocateTerminalRequest.newBuilder().setTerminalId(running.getTerminal().getId()).build();
  }

  private List<TerminalEntry> list(String sessionId, boolean includeEnded) {
    return ada.list(
            ListTerminalEntriesRequest.newBuilder()
                .setSessionId(sessionId)
                .setIncludeEnded(includeEnded)
                .build())
        .getEntriesList();
  }

  @Test
  void whatWasRegisteredIsFoundAsItWasSaid() {
    owner.register(running);
    assertThat(ada.locate(locate())).isEqualTo(running);

    TerminalEntry moved = running.toBuilder().setAddress("10.1.2.4:9090").setEpoch(2).build();
    owner.register(moved);
    assertThat(ada.locate(locate())).isEqualTo(moved);
  }

  @Test
  void registeringIsActivityOfTheSession() {
    owner.register(running);
    Session touched = sessions.get(GetSession.newBuilder().setSessionId(session.getId()).build());
    assertThat(Timestamps.compare(touched.getLastActivityAt(), session.getLastActivityAt()))
        .isPositive();
    assertThat(touched.getUpdatedAt()).isEqualTo(session.getUpdatedAt());
  }

  @Test
  void anEarlierLifeIsStale() {
    TerminalEntry second = running.toBuilder().setEpoch(2).build();
    owner.register(second);
    Fault fault = CalledFault.of(() -> owner.register(running));
    assertThat(fault.code()).isEqualTo(FaultCode.STALE_EPOCH);
    assertThat(ada.locate(locate())).isEqualTo(second);
  }

  @Test
  void theEndOfALifeIsFinalAndANewLifeIsNot() {
    owner.register(running);
    owner.register(ended());
    owner.register(running);
    assertThat(ada.locate(locate())).isEqualTo(ended());
    assertThat(list("", false)).isEmpty();
    assertThat(list("", true)).containsExactly(ended());

    TerminalEntry again = running.toBuilder().setEpoch(2).build();
    owner.register(again);
    assertThat(list("", false)).containsExactly(again);
  }

  @Test
  void terminalsAreListedBySession() {
    owner.register(running);
    assertThat(list(session.getId(), false)).containsExactly(running);
    assertThat(list("another", false)).isEmpty();
  }

  @Test
  void endedTerminalsAreForgottenAfterAWhile() {
    owner.register(running);
    TerminalStore store = service.bean(TerminalStore.class);
    store.removeEndedBefore(Instant.now().plusSeconds(60)).block();
    assertThat(ada.locate(locate())).isEqualTo(running);

    owner.register(ended());
    store.removeEndedBefore(Instant.now().minusSeconds(60)).block();
    assertThat(ada.locate(locate())).isEqualTo(ended());
    store.removeEndedBefore(Instant.now().plusSeconds(60)).block();
    assertThat(CalledFault.of(() -> ada.locate(locate())).code()).isEqualTo(FaultCode.NOT_FOUND);
  }

  @Test
  void anotherUsersTerminalIsNotThere() {
    owner.register(running);
    assertThat(CalledFault.of(() -> eve.locate(locate())).code()).isEqualTo(FaultCode.NOT_FOUND);
    assertThat(
            eve.list(ListTerminalEntriesRequest.newBuilder().setSessionId(session.getId()).build())
                .getEntriesList())
        .isEmpty();
    TerminalEntry stolen = running.toBuilder().setUser("eve-" + user).setEpoch(9).build();
    assertThat(CalledFault.of(() -> owner.register(stolen)).code())
        .isEqualTo(FaultCode.PERMISSION_DENIED);
    assertThat(ada.locate(locate())).isEqualTo(running);
  }

  @Test
  void onlyServicesRegister() {
    assertThat(CalledFault.of(() -> ada.register(running)).code())
        .isEqualTo(FaultCode.PERMISSION_DENIED);
  }

  @Test
  void badEntriesAreNamed() {
    assertThat(invalid(running.toBuilder().clearTerminal())).isEqualTo("terminal");
    assertThat(invalid(running.toBuilder().clearAddress())).isEqualTo("address");
    assertThat(invalid(running.toBuilder().clearUser())).isEqualTo("user");
    assertThat(invalid(running.toBuilder().setEpoch(0))).isEqualTo("epoch");
    assertThat(invalid(running.toBuilder().setEpoch(-1))).isEqualTo("epoch");
    TerminalEntry.Builder nameless = running.toBuilder();
    nameless.getTerminalBuilder().clearId();
    assertThat(invalid(nameless)).isEqualTo("terminal.id");
    TerminalEntry.Builder astray = running.toBuilder();
    astray.getTerminalBuilder().setSessionId("s".repeat(65));
    assertThat(invalid(astray)).isEqualTo("terminal.session_id");
    TerminalEntry.Builder flat = running.toBuilder();
    flat.getTerminalBuilder().getSizeBuilder().setRows(0);
    assertThat(invalid(flat)).isEqualTo("terminal.size.rows");
  }

  private String invalid(TerminalEntry.Builder entry) {
    Fault fault = CalledFault.of(() -> owner.register(entry.build()));
    assertThat(fault.code()).isEqualTo(FaultCode.INVALID_ARGUMENT);
    return fault.field();
  }
}
