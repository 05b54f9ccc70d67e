package dev.devtail.simulator;

import dev.devtail.simulator.script.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** A request and how it stands; written by the server, read by whoever asks. */
final class Exchange implements Delivery.Watcher {

  private final long number;
  private final Provider provider;
  private final String method;
  private final String path;
  private final String query;
  private final Map<String, List<String>> headers;
  private final LongSupplier nanos;
  private final long begun;
  private final byte[] body;
  private int status;
  private Ending ending = Ending.OPEN;
  private long endedAt;

  Exchange(
      long number,
      Provider provider,
      String method,
      String path,
      String query,
      Map<String, List<String>> headers,
      byte[] body,
      LongSupplier nanos) {
    this.number = number;
    this.provider = provider;
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.body = body;
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  long number() {
    return number;
  }

  int size() {
    return body.length;
  }

  @Override
  public synchronized void status(int sent) {
    status = sent;
  }

  /** The first end counts. */
  @Override
  public synchronized void end(Ending how) {
    if (ending == Ending.OPEN) {
      ending = how;
      endedAt = nanos.getAsLong();
    }
  }

  synchronized Received snapshot() {
    long until = ending == Ending.OPEN ? nanos.getAsLong() : endedAt;
    return new Received(
        number,
        provider,
        method,
        path,
        query,
        headers,
        body,
        status,
        ending,
        Duration.ofNanos(until - begun));
  }
}
