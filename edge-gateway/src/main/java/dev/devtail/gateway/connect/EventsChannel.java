package dev.devtail.gateway.connect;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.frame.FrameHead;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.loop.InOrder;
import dev.devtail.protocol.service.v1.EventNews;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Opened;
import dev.devtail.protocol.v1.WatchEvents;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** The events of a user, as session-service tells them. Its client says nothing but Close. */
final class EventsChannel implements EdgeChannel {

  /** Events that may be under way within the gateway. */
  private static final int EVENTS_AHEAD = 16;

  private final int number;
  private final EdgeConnection connection;
  private final ClientCall<WatchEvents, EventNews> call;
  private boolean ended;

  EventsChannel(int number, EdgeConnection connection, EdgeServices services, Identity user) {
    this.number = number;
    this.connection = connection;
    this.call =
        services
            .sessions()
            .newCall(
                SessionServiceGrpc.getWatchEventsMethod(),
                CallOptions.DEFAULT.withCallCredentials(
                    new IdentityCredentials(services.tokens(), user)));
  }

  void open() {
    call.start(new FromService(), new Metadata());
    call.request(EVENTS_AHEAD);
    call.sendMessage(WatchEvents.getDefaultInstance());
    call.halfClose();
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public void fromClient(FrameHead head, byte[] frame) {
    end(
        head.kind() == Frame.CLOSE_FIELD_NUMBER
            ? null
            : new Fault(
                FaultCode.PROTOCOL_VIOLATION,
                "A client sends nothing but Close on a channel of events."));
  }

  @Override
  public boolean isBlocked() {
    return false;
  }

  @Override
  public void onWritten() {
    call.request(1);
  }

  @Override
  public void cut() {
    ended = true;
    call.cancel("the client is gone", null);
  }

  private void end(@Nullable Fault why) {
    if (!ended) {
      cut();
      connection.forget(this);
      connection.closeChannel(number, why);
    }
  }

  /** What session-service tells; called on whichever thread it comes on. */
  private final class FromService extends ClientCall.Listener<EventNews> {

    private final InOrder order = new InOrder();

    @Override
    public void onMessage(EventNews news) {
      EventLoop loop = connection.channel().eventLoop();
      if (order.isNow(loop.inEventLoop())) {
        deliver(news);
      } else {
        order.enqueue(loop, () -> deliver(news));
      }
    }

    private void deliver(EventNews news) {
      if (ended) {
        return;
      }
      Frame.Builder frame = Frame.newBuilder().setChannel(number);
      boolean onItsWay =
          switch (news.getNewsCase()) {
            case WATCHING -> send(frame.setOpened(Opened.getDefaultInstance()));
            case EVENT -> send(frame.setEvent(news.getEvent()));
            // Of a later session-service, for later gateways.
            case NEWS_NOT_SET -> true;
          };
      if (onItsWay) {
        call.request(1);
      }
    }

    private boolean send(Frame.Builder frame) {
      return connection.send(EventsChannel.this, frame.build().toByteArray());
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      order.enqueue(connection.channel().eventLoop(), () -> closed(status, trailers));
    }

    private void closed(Status status, Metadata trailers) {
      if (!ended) {
        end(
            Faults.toFault(
                status.isOk()
                    ? Status.UNAVAILABLE.asRuntimeException()
                    : new StatusRuntimeException(status, trailers)));
      }
    }
  }
}
