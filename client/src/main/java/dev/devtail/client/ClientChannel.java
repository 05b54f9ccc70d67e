package dev.devtail.client;

import dev.devtail.protocol.v1.Compression;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Frame;
import org.jspecify.annotations.Nullable;

/** What is opened anew on each connection, until it is closed. It lives on the client's loop. */
abstract sealed class ClientChannel permits TerminalAttachment, EventWatch {

  /**
   * Opens it on a fresh connection.
   *
   * @param compression what its output may be compressed with
   */
  abstract void open(int onChannel, Compression compression);

  abstract void onFrame(Frame frame);

  abstract void onCut();

  /** Whether the connection still waits for it to be opened before it is live. */
  abstract boolean isAwaited();

  abstract boolean isClosed();

  abstract void onConnectionClosed(@Nullable Error error);
}
