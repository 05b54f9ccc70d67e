package dev.devtail.gateway.connect;

import dev.devtail.kit.frame.FrameHead;

/** What a client has opened under a number of its choice. It lives on its connection's loop. */
interface EdgeChannel {

  int number();

  /** A frame of the client, anything but Open. */
  void fromClient(FrameHead head, byte[] frame);

  /** Whether what is behind it takes no more frames for now. */
  boolean isBlocked();

  /** One of the frames that had to wait (see {@link Outbox#send}) is on its way. */
  void onWritten();

  /** The client is gone. */
  void cut();
}
