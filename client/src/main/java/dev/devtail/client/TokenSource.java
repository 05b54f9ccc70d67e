package dev.devtail.client;

import java.util.concurrent.CompletableFuture;

/** Where a connection gets the token from that it shows each time it connects. */
public interface TokenSource {

  /**
   * A token that should be good now; asked for before each attempt to connect, completed on any
   * thread. Fails with a {@link DevtailException}: UNAUTHENTICATED ends the connection for good,
   * everything else is tried again.
   */
  CompletableFuture<String> token();

  /**
   * The gateway took this token for bad.
   *
   * @return whether {@link #token()} may bring another one
   */
  boolean refused(String token);

  /** The one token that there is. */
  static TokenSource of(String token) {
    return new TokenSource() {
      @Override
      public CompletableFuture<String> token() {
        return CompletableFuture.completedFuture(token);
      }

      @Override
      public boolean refused(String refused) {
        return false;
      }
    };
  }
}
