package dev.devtail.gateway.connect;

import dev.devtail.gateway.auth.AuthenticatedUser;
import dev.devtail.gateway.backend.Backend;
import dev.devtail.gateway.limits.UserLimits;
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

  static Mono<Reply> dispatch(
      Backend backend, UserLimits limits, AuthenticatedUser user, Call call) {
    return Mono.defer(
            () -> {
              user.scope().requireEverything();
              Identity identity = user.identity();
              return limits.admit(identity, perform(backend, identity, call));
            })
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
      case START_RECORDING ->
          backend.recordings().start(user, call.getStartRecording()).map(reply::setRecording);
      case STOP_RECORDING ->
          backend.recordings().stop(user, call.getStopRecording()).map(reply::setRecording);
      case LIST_RECORDINGS ->
          backend.recordings().list(user, call.getListRecordings()).map(reply::setRecordings);
      case READ_RECORDING ->
          backend.recordings().read(user, call.getReadRecording()).map(reply::setRecordingPart);
      case SEEK_RECORDING ->
          backend.recordings().seek(user, call.getSeekRecording()).map(reply::setRecordingMoment);
      case SEARCH_RECORDINGS ->
          backend
              .recordings()
              .search(user, call.getSearchRecordings())
              .map(reply::setRecordingHits);
      case DELETE_RECORDING ->
          backend.recordings().delete(user, call.getDeleteRecording()).map(reply::setDone);
      case CREATE_SHARE ->
          backend.access().createShare(user, call.getCreateShare()).map(reply::setNewShare);
      case LIST_SHARES ->
          backend.access().listShares(user, call.getListShares()).map(reply::setShares);
      case REVOKE_SHARE ->
          backend.access().revokeShare(user, call.getRevokeShare()).map(reply::setDone);
      case PAIR_DEVICE ->
          backend.access().pairDevice(user, call.getPairDevice()).map(reply::setNewDevice);
      case LIST_DEVICES ->
          backend.access().listDevices(user, call.getListDevices()).map(reply::setDevices);
      case REVOKE_DEVICE ->
          backend.access().revokeDevice(user, call.getRevokeDevice()).map(reply::setDone);
      case CREATE_KEY ->
          backend.access().createKey(user, call.getCreateKey()).map(reply::setNewKey);
      case LIST_KEYS -> backend.access().listKeys(user, call.getListKeys()).map(reply::setKeys);
      case REVOKE_KEY -> backend.access().revokeKey(user, call.getRevokeKey()).map(reply::setDone);
      case READ_HISTORY ->
          backend.histories().read(user, call.getReadHistory()).map(reply::setHistoryPart);
      case SEARCH_HISTORY ->
          backend.histories().search(user, call.getSearchHistory()).map(reply::setHistoryHits);
      case LIST_EVENTS -> backend.listEvents(user, call.getListEvents()).map(reply::setEvents);
      case GET_USAGE -> backend.usage().get(user, call.getGetUsage()).map(reply::setUsage);
      case LIST_MODEL_CALLS ->
          backend.usage().listCalls(user, call.getListModelCalls()).map(reply::setModelCalls);
      case LIST_BUDGETS ->
          backend.usage().listBudgets(user, call.getListBudgets()).map(reply::setBudgets);
      case SET_BUDGET -> backend.usage().setBudget(user, call.getSetBudget()).map(reply::setBudget);
      case DELETE_BUDGET ->
          backend.usage().deleteBudget(user, call.getDeleteBudget()).map(reply::setDone);
      case ALLOW_MORE -> backend.usage().allowMore(user, call.getAllowMore()).map(reply::setBudget);
      case OPERATION_NOT_SET ->
          throw new Fault(FaultCode.INVALID_ARGUMENT, "This gateway does not know the operation.");
    };
  }
}
