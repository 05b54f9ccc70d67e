package dev.devtail.simulator;

import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import java.net.URI;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Providers of models on a port of the loopback interface: they check requests as the real ones do,
 * answer as a script says, and break as it says. What they have received can be looked at.
 *
 * <p>A request may name its own faults in the header {@code x-simulate-fault}.
 */
public final class ProviderSimulator implements AutoCloseable {

  /** Every provider takes it, unless others are given. */
  public static final String KEY = "sk-simulated-0000";

  private final Journal journal = new Journal();
  private final Server server;
  private volatile Script script;

  private ProviderSimulator(int port, Set<String> keys, Script script) {
    this.script = script;
    Map<Provider, Handler> handlers = new EnumMap<>(Provider.class);
    for (Provider provider : Provider.values()) {
      handlers.put(
          provider,
          new Handler(provider, Set.copyOf(keys), () -> this.script, InstantSource.system()));
    }
    this.server = new Server(port, handlers, new Control(this), journal);
  }

  /** On a port that is free, for {@link #KEY}. */
  public static ProviderSimulator start(Script script) {
    return start(0, Set.of(KEY), script);
  }

  /**
   * @param port 0 for any
   * @param keys that are taken
   * @throws java.io.UncheckedIOException if the port is in use
   */
  public static ProviderSimulator start(int port, Set<String> keys, Script script) {
    return new ProviderSimulator(port, keys, script);
  }

  public int port() {
    return server.port();
  }

  /** Its base URL, as clients of the provider are configured. */
  public URI url(Provider provider) {
    return URI.create("http://127.0.0.1:%d%s".formatted(port(), provider.path()));
  }

  /** From the next request on. */
  public void script(Script other) {
    script = other;
  }

  /** How many requests have come since the start or the last reset. */
  public long count() {
    return journal.count();
  }

  /** The last requests, oldest first; how many are kept is bounded. */
  public List<Received> received() {
    return journal.received();
  }

  /** Forgets what has come; the next request is the first. */
  public void reset() {
    journal.reset();
  }

  @Override
  public void close() {
    server.close();
  }
}
