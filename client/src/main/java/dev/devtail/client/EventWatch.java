package dev.devtail.client;

import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Compression;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Open;
import dev.devtail.protocol.v1.WatchEvents;
import org.jspecify.annotations.Nullable;

/** Watches the user's events, through all the connections it takes. */
public final class EventWatch extends ClientChannel implements AutoCloseable {

  private final DevtailConnection connection;
  private final EventListener listener;
  private int channel;
  private boolean live;
  private boolean closed;

  EventWatch(DevtailConnection connection, EventListener listener) {
    this.connection = connection;
    this.listener = listener;
  }

  /** Watches no more. From any thread. */
  @Override
  public void close() {
    connection
        .loop()
        .execute(
            () -> {
              if (!closed && channel != 0) {
                connection.send(
                    Frame.newBuilder()
                        .setChannel(channel)
                        .setClose(Close.getDefaultInstance())
                        .build());
              }
              end(null);
            });
  }

  // ---- on the loop

  @Override
  void open(int onChannel, Compression compression) {
    channel = onChannel;
    connection.send(
        Frame.newBuilder()
            .setChannel(channel)
            .setOpen(Open.newBuilder().setEvents(WatchEvents.getDefaultInstance()))
            .build());
  }

  @Override
  void onFrame(Frame frame) {
    switch (frame.getKindCase()) {
      case OPENED -> {
        live = true;
        listener.onLive();
      }
      case EVENT -> listener.onEvent(frame.getEvent());
      case CLOSE -> onClose(frame.getClose().getError());
      default -> {
        // A later version of the protocol may say more; it is not for us.
      }
    }
  }

  private void onClose(Error error) {
    onCut();
    switch (error.getCode()) {
      case ERROR_CODE_UNAVAILABLE,
          ERROR_CODE_TIMEOUT,
          ERROR_CODE_RATE_LIMITED,
          ERROR_CODE_INTERNAL ->
          connection.reopenLater(this, error);
      default -> end(error.getCode() == ErrorCode.ERROR_CODE_UNSPECIFIED ? null : error);
    }
  }

  @Override
  void onCut() {
    channel = 0;
    if (live) {
      live = false;
      listener.onInterrupted();
    }
  }

  /** Terminals do not wait for it. */
  @Override
  boolean isAwaited() {
    return false;
  }

  @Override
  boolean isClosed() {
    return closed;
  }

  @Override
  void onConnectionClosed(@Nullable Error error) {
    end(error);
  }

  private void end(@Nullable Error error) {
    if (!closed) {
      closed = true;
      live = false;
      connection.forget(this);
      listener.onClosed(error);
    }
  }
}
