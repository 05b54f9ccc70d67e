package dev.devtail.bench.deploy;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A gateway to measure. */
public interface Target extends AutoCloseable {

  URI url();

  String token();

  /** The JVMs that were started for it; none if it runs elsewhere. */
  List<ChildJvm> jvms();

  /** The JVM that holds the gateway, if it was started for this. */
  default Optional<ChildJvm> gateway() {
    return Optional.empty();
  }

  /** The JVM that holds the terminals, if it was started for this. */
  default Optional<ChildJvm> terminalService() {
    return Optional.empty();
  }

  /** Whether the gateway has a JVM of its own, which was started for this. */
  default boolean hasOwnGateway() {
    return false;
  }

  /**
   * Kills the gateway as {@code kill -9} does, and starts another in its place.
   *
   * @throws UnsupportedOperationException if it {@linkplain #hasOwnGateway() is not our own}
   */
  default void replaceGateway() {
    throw new UnsupportedOperationException("only --mode processes has a gateway to kill");
  }

  /** Waits until the gateway takes connections and the services answer. */
  default void awaitReady() {}

  @Override
  void close();

  /** One that runs already, somewhere. */
  static Target running(URI url, String token) {
    return new Target() {
      @Override
      public URI url() {
        return url;
      }

      @Override
      public String token() {
        return token;
      }

      @Override
      public List<ChildJvm> jvms() {
        return List.of();
      }

      @Override
      public void close() {
        // It is not ours.
      }
    };
  }
}
