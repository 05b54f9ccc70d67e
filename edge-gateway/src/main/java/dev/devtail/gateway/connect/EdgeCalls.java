package dev.devtail.gateway.connect;

import dev.devtail.gateway.auth.AuthenticatedUser;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.rules.FieldRules;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Reply;

/**
 * The calls of one connection. A call is in flight until its reply is on its way, so that a client
 * that does not read cannot pile up replies. It lives on the connection's loop.
 */
final class EdgeCalls {

  private final EdgeConnection connection;
  private final EdgeServices services;
  private final Outbox outbox;
  private int inFlight;

  EdgeCalls(EdgeConnection connection, EdgeServices services, Outbox outbox) {
    this.connection = connection;
    this.services = services;
    this.outbox = outbox;
  }

  void begin(AuthenticatedUser user, Call call) {
    if (inFlight >= services.limits().maxCallsInFlight()) {
      refuse(
          call,
          new Fault(
              FaultCode.RESOURCE_EXHAUSTED,
              "Wait for a reply: %d calls are under way.".formatted(inFlight)));
      return;
    }
    try {
      FieldRules.check(call);
    } catch (Fault fault) {
      refuse(call, fault);
      return;
    }
    inFlight++;
    CallDispatcher.dispatch(services.backend(), services.userLimits(), user, call)
        .subscribe(reply -> connection.inLoop(() -> answer(reply)));
  }

  /** Not in flight: who goes on without reading is found out by {@link Outbox#isUnread}. */
  private void refuse(Call call, Fault why) {
    outbox.sendFirst(frame(CallDispatcher.failed(call.getId(), why)));
  }

  private void answer(Reply reply) {
    if (connection.isOpen()) {
      outbox.reply(frame(reply), () -> inFlight--);
    }
  }

  private static byte[] frame(Reply reply) {
    return Frame.newBuilder().setReply(reply).build().toByteArray();
  }
}
