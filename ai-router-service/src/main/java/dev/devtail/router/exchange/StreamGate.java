package dev.devtail.router.exchange;

import dev.devtail.router.exchange.StreamDialect.Role;
import dev.devtail.router.sse.EventReader;
import dev.devtail.router.sse.EventTooLargeException;
import dev.devtail.router.sse.ServerSentEvent;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What of a provider's stream the caller gets. Nothing before the answer itself begins, so that
 * until then another provider can take over unseen; from then on every byte, an event at a time. A
 * stream that does not end as its protocol says ends for the caller with an error, never as if it
 * were whole. For one stream; not thread-safe.
 */
public final class StreamGate {

  /** Longest event, in bytes. */
  static final int MAX_EVENT_BYTES = 8 << 20;

  /** What is held back at most, in bytes: a preamble is a few hundred. */
  static final int MAX_HELD_BYTES = 256 * 1024;

  /** How the stream stands. */
  public sealed interface State {

    /** Nothing has gone to the caller. */
    record Holding() implements State {}

    /** The caller is getting it. */
    record Open() implements State {}

    /** The provider has failed and the caller does not know: another may be asked. */
    record Failed(ProviderFault fault) implements State {}

    /** The caller has all of it. */
    record Done() implements State {}

    /** The caller has a part of it, and the word that there is no more. */
    record Broken(ProviderFault fault) implements State {}
  }

  private final StreamDialect dialect;
  private final Consumer<ServerSentEvent> meter;
  private final EventReader reader = new EventReader(MAX_EVENT_BYTES);

  /** Not gone to the caller: the preamble, and an event that has begun. */
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();

  private State state = new State.Holding();
  private boolean answering;
  private boolean ended;
  private @Nullable ProviderFault told;

  /**
   * @param meter is shown every event
   */
  public StreamGate(StreamDialect dialect, Consumer<ServerSentEvent> meter) {
    this.dialect = dialect;
    this.meter = meter;
  }

  public State state() {
    return state;
  }

  /** What came from the provider; returns what goes to the caller now, maybe nothing. */
  public byte[] accept(byte[] bytes) {
    if (isOver()) {
      return new byte[0];
    }
    int complete;
    try {
      complete = reader.read(bytes, 0, bytes.length, this::onEvent);
    } catch (EventTooLargeException malformed) {
      return fail(
          new ProviderFault(
              ProviderFault.Kind.MALFORMED, "The model's provider sent an event without end."));
    }
    ProviderFault fault = told;
    if (fault != null && state instanceof State.Holding && !answering) {
      held.reset();
      state = new State.Failed(fault);
      return new byte[0];
    }
    if (state instanceof State.Open && held.size() == 0 && complete == bytes.length) {
      return bytes;
    }
    held.write(bytes, 0, complete);
    if (state instanceof State.Holding && (answering || held.size() > MAX_HELD_BYTES)) {
      state = new State.Open();
    }
    byte[] out = new byte[0];
    // If nothing was completed here, all that is held is of an event that has only begun.
    if (state instanceof State.Open && complete > 0) {
      out = held.toByteArray();
      held.reset();
    }
    held.write(bytes, complete, bytes.length - complete);
    return out;
  }

  private void onEvent(ServerSentEvent event) {
    meter.accept(event);
    switch (dialect.roleOf(event)) {
      case Role.Preamble() -> {
        // Waits for what it leads to.
      }
      case Role.Content() -> answering |= told == null;
      case Role.Failure(ProviderFault fault) -> told = told == null ? fault : told;
      case Role.End() -> {
        ended = true;
        answering |= told == null;
      }
    }
  }

  /** The provider has closed the stream; returns what goes to the caller last. */
  public byte[] end() {
    if (isOver()) {
      return new byte[0];
    }
    ProviderFault fault = told;
    if (fault != null) {
      // The provider's own words have gone out already.
      state = new State.Broken(fault);
      return new byte[0];
    }
    if (!ended) {
      return fail(
          new ProviderFault(
              ProviderFault.Kind.CUT, "The model's answer was cut off before its end."));
    }
    state = new State.Done();
    return held.toByteArray();
  }

  /** The stream does not go on; returns what goes to the caller last. */
  public byte[] fail(ProviderFault fault) {
    if (isOver()) {
      return new byte[0];
    }
    held.reset();
    if (state instanceof State.Holding) {
      state = new State.Failed(fault);
      return new byte[0];
    }
    ProviderFault before = told;
    state = new State.Broken(before == null ? fault : before);
    return before == null ? dialect.failure(fault) : new byte[0];
  }

  private boolean isOver() {
    return switch (state) {
      case State.Holding(), State.Open() -> false;
      case State.Failed(ProviderFault fault) -> true;
      case State.Done() -> true;
      case State.Broken(ProviderFault fault) -> true;
    };
  }
}
