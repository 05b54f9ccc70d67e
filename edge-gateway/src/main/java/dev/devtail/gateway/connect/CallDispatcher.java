package dev.devtail.gateway.connect;

import dev.devtail.gateway.backend.Backend;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.identity.Identity;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Reply;
import reactor.core.publisher.Mono;

/** Answers calls. A call always gets one reply. */
final class CallDispatcher {

  private CallDispatcher() {}

  static Mono<Reply> dispatch(Backend backend, Identity user, Call call) {
    return Mono.defer(() -> perform(backend, user, call))
        .map(reply -> reply.setId(call.getId()).build())
        .onErrorResume(failure -> Mono.just(failed(call.getId(), Faults.toFault(failure))));
  }

  static Reply failed(int id, Fault fault) {
    return Reply.newBuilder().setId(id).setError(Faults.toError(fault)).build();
  }

  private static Mono<Reply.Builder> perform(Backend backend, Identity user, Call call) {
    Reply.Builder reply = Reply.newBuilder();
    return switch (call.getOperationCase()) {
      case CREATE_SESSION ->
          backend.createSession(user, call.getCreateSession()).map(reply::setSession);
      case GET_SESSION -> backend.getSession(user, call.getGetSession()).map(reply::setSession);
      case LIST_SESSIONS ->
          backend.listSessions(user, call.getListSessions()).map(reply::setSessions);
      case UPDATE_SESSION ->
          backend.updateSession(user, call.getUpdateSession()).map(reply::setSession);
      case DELETE_SESSION ->
          backend.deleteSession(user, call.getDeleteSession()).map(reply::setDone);
      case START_TERMINAL ->
          backend.startTerminal(user, call.getStartTerminal()).map(reply::setTerminal);
      case LIST_TERMINALS ->
          backend.listTerminals(user, call.getListTerminals()).map(reply::setTerminals);
      case SIGNAL_TERMINAL ->
          backend.signalTerminal(user, call.getSignalTerminal()).map(reply::setDone);
      case END_TERMINAL -> backend.endTerminal(user, call.getEndTerminal()).map(reply::setDone);
      case START_RECORDING,
          STOP_RECORDING,
          LIST_RECORDINGS,
          READ_RECORDING,
          SEEK_RECORDING,
          SEARCH_RECORDINGS,
          DELETE_RECORDING,
          OPERATION_NOT_SET ->
          throw new Fault(FaultCode.INVALID_ARGUMENT, "This gateway does not know the operation.");
    };
  }
}
