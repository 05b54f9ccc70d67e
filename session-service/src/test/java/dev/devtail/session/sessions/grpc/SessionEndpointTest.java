package dev.devtail.session.sessions.grpc;

import static dev.devtail.session.testing.ServiceExtension.DEFAULT_WORKSPACE;
import static dev.devtail.session.testing.ServiceExtension.MAX_SESSIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.util.Timestamps;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.GetOrCreateDefaultRequest;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import dev.devtail.protocol.service.v1.SessionServiceGrpc.SessionServiceFutureStub;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.GetSession;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.ListSessions;
import dev.devtail.protocol.v1.Session;
import dev.devtail.protocol.v1.UpdateSession;
import dev.devtail.session.testing.CalledFault;
import dev.devtail.session.testing.ServiceExtension;
import dev.devtail.session.testing.TestService;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ServiceExtension.class)
class SessionEndpointTest {

  private final TestService service;
  private final String user = "ada-" + UUID.randomUUID();
  private final SessionServiceBlockingStub ada;
  private final SessionServiceBlockingStub eve;

  SessionEndpointTest(TestService service) {
    this.service = service;
    this.ada = service.asUser(user, SessionServiceGrpc::newBlockingStub);
    this.eve = service.asUser("eve-" + user, SessionServiceGrpc::newBlockingStub);
  }

  private Session create(String workspace) {
    return ada.create(CreateSession.newBuilder().setWorkspace(workspace).build());
  }

  private static GetSession get(Session session) {
    return GetSession.newBuilder().setSessionId(session.getId()).build();
  }

  private static DeleteSession delete(Session session) {
    return DeleteSession.newBuilder().setSessionId(session.getId()).build();
  }

  private static UpdateSession rename(Session session, String name) {
    return UpdateSession.newBuilder().setSessionId(session.getId()).setName(name).build();
  }

  private List<Session> list() {
    return ada.list(ListSessions.getDefaultInstance()).getSessionsList();
  }

  @Test
  void createdSessionsAreReadAndListedAsAnswered() {
    Session first = create("/home/ada/engine/");
    Session second =
        ada.create(CreateSession.newBuilder().setWorkspace("/srv").setName("notes").build());

    assertThat(first.getUser()).isEqualTo(user);
    assertThat(first.getWorkspace()).isEqualTo("/home/ada/engine");
    assertThat(first.getName()).isEqualTo("engine");
    assertThat(UUID.fromString(first.getId()).version()).isEqualTo(7);
    assertThat(first.getCreatedAt()).isEqualTo(first.getUpdatedAt());
    assertThat(second.getName()).isEqualTo("notes");
    assertThat(ada.get(get(first))).isEqualTo(first);
    assertThat(list()).containsExactly(first, second);
  }

  @Test
  void aSessionThatNamesNoWorkspaceLivesInTheDefaultOne() {
    Session made = create("");
    assertThat(made.getWorkspace()).isEqualTo(DEFAULT_WORKSPACE);
    assertThat(ada.getOrCreateDefault(GetOrCreateDefaultRequest.getDefaultInstance()))
        .isEqualTo(made);
  }

  @Test
  void aNameCanBeChangedAndGivenBack() {
    Session made = create("/home/ada/engine");

    Session renamed = ada.update(rename(made, "difference engine"));
    assertThat(renamed.getName()).isEqualTo("difference engine");
    assertThat(Timestamps.compare(renamed.getUpdatedAt(), made.getUpdatedAt())).isPositive();
    assertThat(renamed.getLastActivityAt()).isEqualTo(renamed.getUpdatedAt());
    assertThat(renamed.getCreatedAt()).isEqualTo(made.getCreatedAt());
    assertThat(ada.get(get(made))).isEqualTo(renamed);

    assertThat(ada.update(rename(made, "")).getName()).isEqualTo("engine");
  }

  @Test
  void aDeletedSessionIsGone() {
    Session made = create("/home/ada/engine");
    ada.delete(delete(made));
    assertThat(list()).isEmpty();
    assertThat(CalledFault.of(() -> ada.get(get(made))).code()).isEqualTo(FaultCode.NOT_FOUND);
    assertThat(CalledFault.of(() -> ada.delete(delete(made))).code())
        .isEqualTo(FaultCode.NOT_FOUND);
  }

  @Test
  void eachChangeLeavesItsEvent() {
    Session made = create("/home/ada/engine");
    ada.update(rename(made, "difference engine"));

    List<Event> events =
        ada.listEvents(ListEvents.newBuilder().setSessionId(made.getId()).build()).getEventsList();
    assertThat(events)
        .extracting(Event::getType)
        .containsExactly(
            EventType.EVENT_TYPE_SESSION_UPDATED, EventType.EVENT_TYPE_SESSION_CREATED);
    assertThat(events.getFirst().getData().getFieldsOrThrow("name").getStringValue())
        .isEqualTo("difference engine");
    assertThat(events.getLast().getTime()).isEqualTo(made.getCreatedAt());
    assertThat(events.getLast().getData().getFieldsOrThrow("workspace").getStringValue())
        .isEqualTo("/home/ada/engine");
  }

  @Test
  void anotherUsersSessionIsNotThere() {
    Session made = create("/home/ada/engine");
    ListEvents events = ListEvents.newBuilder().setSessionId(made.getId()).build();

    Stream.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
            () -> eve.get(get(made)),
            () -> eve.update(rename(made, "mine")),
            () -> eve.delete(delete(made)),
            () -> eve.listEvents(events))
        .map(CalledFault::of)
        .forEach(
            fault -> {
              assertThat(fault.code()).isEqualTo(FaultCode.NOT_FOUND);
              assertThat(fault.message()).contains(made.getId());
            });
    assertThat(eve.list(ListSessions.getDefaultInstance()).getSessionsList()).isEmpty();
    assertThat(ada.get(get(made))).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine", "/home/../etc", "~"})
  void aWorkspaceIsAbsolute(String workspace) {
    Fault fault = CalledFault.of(() -> create(workspace));
    assertThat(fault.code()).isEqualTo(FaultCode.INVALID_ARGUMENT);
    assertThat(fault.field()).isEqualTo("workspace");
  }

  @Test
  void fieldsThatBreakTheirRulesAreNamed() {
    assertThat(CalledFault.of(() -> create("/" + "a".repeat(4096))).field()).isEqualTo("workspace");
    assertThat(CalledFault.of(() -> ada.get(GetSession.getDefaultInstance())).field())
        .isEqualTo("session_id");
    Session unlikely = Session.newBuilder().setId("a'; drop table sessions").build();
    assertThat(CalledFault.of(() -> ada.delete(delete(unlikely))).field()).isEqualTo("session_id");
    Session made = create("/srv");
    assertThat(CalledFault.of(() -> ada.update(rename(made, "n".repeat(201)))).field())
        .isEqualTo("name");
    assertThat(CalledFault.of(() -> ada.update(rename(made, "a\0b"))).field()).isEqualTo("name");
  }

  @Test
  void aUserCannotHaveTooManyHoweverManyAreAskedForAtOnce() throws Exception {
    SessionServiceFutureStub futures = service.asUser(user, SessionServiceGrpc::newFutureStub);
    CreateSession request = CreateSession.newBuilder().setWorkspace("/srv").build();
    List<ListenableFuture<Session>> calls =
        Stream.generate(() -> futures.create(request)).limit(4 * MAX_SESSIONS).toList();
    Futures.whenAllComplete(calls).run(() -> {}, Runnable::run).get(30, TimeUnit.SECONDS);

    assertThat(list()).hasSize(MAX_SESSIONS);
    Fault fault = CalledFault.of(() -> create("/srv"));
    assertThat(fault.code()).isEqualTo(FaultCode.RESOURCE_EXHAUSTED);
    assertThat(fault.message()).contains("delete one");
  }

  @Test
  void ahundredAtOnceGetTheSameDefaultSession() throws Exception {
    SessionServiceFutureStub futures = service.asUser(user, SessionServiceGrpc::newFutureStub);
    List<ListenableFuture<Session>> calls =
        Stream.generate(
                () -> futures.getOrCreateDefault(GetOrCreateDefaultRequest.getDefaultInstance()))
            .limit(100)
            .toList();

    Set<Session> got =
        Futures.allAsList(calls).get(60, TimeUnit.SECONDS).stream().collect(Collectors.toSet());
    assertThat(got).hasSize(1);
    assertThat(list()).containsExactlyElementsOf(got);
    assertThat(
            ada.listEvents(ListEvents.newBuilder().setSessionId(list().getFirst().getId()).build())
                .getEventsList())
        .hasSize(1);
  }

  @Test
  void theDefaultSessionIsMadeAgainAfterItWasDeleted() {
    Session first = ada.getOrCreateDefault(GetOrCreateDefaultRequest.getDefaultInstance());
    ada.delete(delete(first));
    Session second = ada.getOrCreateDefault(GetOrCreateDefaultRequest.getDefaultInstance());
    assertThat(second.getId()).isNotEqualTo(first.getId());
    assertThat(second.getName()).isEqualTo("work");
  }
}
