package dev.devtail.client;

/** Opens WebSockets. */
@FunctionalInterface
public interface Transport {

  /**
   * Starts to connect; one of {@link Listener#onOpen} and {@link Listener#onClosed} follows. The
   * listener may be called on any thread, but by one at a time.
   */
  Socket connect(Listener listener);

  /** One WebSocket. */
  interface Socket {

    /** Sends one binary message after those given before. */
    void send(byte[] message);

    /** Goes away at once. */
    void close();
  }

  /** What a socket tells. */
  interface Listener {

    void onOpen();

    /** A whole message; the next comes after this has returned. */
    void onMessage(byte[] message);

    /** The end; told once. */
    void onClosed(String why);
  }
}
