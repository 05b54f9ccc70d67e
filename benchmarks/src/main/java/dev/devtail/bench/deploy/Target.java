package dev.devtail.bench.deploy;

import java.net.URI;
import java.util.List;

/** A gateway to measure. */
public interface Target extends AutoCloseable {

  URI url();

  String token();

  /** The JVMs that were started for it; none if it runs elsewhere. */
  List<ChildJvm> jvms();

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
