package dev.devtail.simulator.delivery;

import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Fault.Where;
import dev.devtail.simulator.script.Pace;
import dev.devtail.simulator.wire.Dialect;
import dev.devtail.simulator.wire.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Makes steps of an answer: at a pace, with faults. The same dice give the same steps. */
public final class Plan {

  /** A comment before the first and then every so many events. */
  private static final int EVENTS_PER_COMMENT = 3;

  private final List<Fault> faults;
  private final Pace pace;
  private final RandomGenerator dice;

  public Plan(List<Fault> faults, Pace pace, RandomGenerator dice) {
    this.faults = List.copyOf(faults);
    this.pace = pace;
    this.dice = dice;
  }

  /**
   * An answer at once.
   *
   * @param tokens of it
   */
  public List<Step> whole(Map<String, String> headers, byte[] body, long tokens) {
    List<Step> steps = new ArrayList<>();
    pause(pace.firstToken().plus(pace.of(tokens)), steps);
    byte[] sent = body;
    if (has(Fault.Unknown.class)) {
      sent = Bytes.withUnknownField(body);
    }
    if (has(Fault.Malformed.class)) {
      sent = Bytes.half(body);
    }
    if (has(Fault.Empty.class)) {
      sent = new byte[0];
    }
    Optional<Where> end = end();
    if (end.isPresent() && end.get() == Where.BEFORE_HEAD) {
      return with(steps, last());
    }
    int length = has(Fault.Gzip.class) ? -1 : sent.length;
    steps.add(head(headers, length));
    if (end.isEmpty()) {
      steps.add(new Step.Send(sent));
      return transport(steps);
    }
    if (end.get() != Where.BEFORE_FIRST_TOKEN) {
      steps.add(new Step.Send(Bytes.half(sent)));
    }
    return transport(with(steps, last()));
  }

  /** An answer in events. */
  public List<Step> stream(Dialect dialect, Map<String, String> headers, List<Frame> answer) {
    List<Step> steps = new ArrayList<>();
    Optional<Where> end = end();
    if (end.isPresent() && end.get() == Where.BEFORE_HEAD) {
      return with(steps, last());
    }
    steps.add(head(headers, -1));
    if (has(Fault.Empty.class)) {
      return transport(steps);
    }
    List<Frame> frames = upTo(end, disturbed(dialect, answer));
    boolean begun = false;
    for (Frame frame : frames) {
      if (frame.tokens() > 0) {
        pause(begun ? pace.of(frame.tokens()) : pace.firstToken(), steps);
        begun = true;
      }
      steps.add(new Step.Send(shaped(frame.bytes())));
    }
    for (Fault fault : faults) {
      if (fault instanceof Fault.ErrorEvent(Fault.Kind kind, Where where)) {
        steps.add(new Step.Send(shaped(dialect.errorEvent(kind).bytes())));
        return transport(steps);
      }
    }
    return transport(end.isPresent() ? with(steps, last()) : steps);
  }

  /** Where it breaks off; empty if it does not. */
  private Optional<Where> end() {
    return faults.stream()
        .flatMap(
            fault ->
                switch (fault) {
                  case Fault.Cut(Where where) -> Stream.of(where);
                  case Fault.Stall(Where where) -> Stream.of(where);
                  case Fault.ErrorEvent(Fault.Kind kind, Where where) -> Stream.of(where);
                  default -> Stream.empty();
                })
        .findFirst();
  }

  private Step last() {
    return faults.stream().anyMatch(Fault.Stall.class::isInstance)
        ? new Step.Stall()
        : new Step.Cut();
  }

  /** With what does not belong there. */
  private List<Frame> disturbed(Dialect dialect, List<Frame> answer) {
    List<Frame> frames = new ArrayList<>();
    boolean malformed = has(Fault.Malformed.class);
    for (Frame frame : answer) {
      if (has(Fault.Comments.class) && frames.size() % EVENTS_PER_COMMENT == 0) {
        frames.add(dialect.comment());
      }
      frames.add(frame);
      if (has(Fault.Unknown.class) && frames.size() <= 2) {
        frames.add(dialect.unknownEvent());
      }
      if (malformed && frame.tokens() > 0) {
        frames.add(dialect.malformedEvent());
        malformed = false;
      }
    }
    return frames;
  }

  private static List<Frame> upTo(Optional<Where> end, List<Frame> frames) {
    if (end.isEmpty()) {
      return frames;
    }
    int first = 0;
    while (first < frames.size() && frames.get(first).tokens() == 0) {
      first++;
    }
    int kept = end.get() == Where.BEFORE_FIRST_TOKEN ? first : Math.min(first + 1, frames.size());
    List<Frame> sent = new ArrayList<>(frames.subList(0, kept));
    if (end.get() == Where.WITHIN_EVENT && kept < frames.size()) {
      Frame broken = frames.get(kept);
      sent.add(new Frame(Bytes.half(broken.bytes()), broken.tokens()));
    }
    return sent;
  }

  private byte[] shaped(byte[] event) {
    byte[] shaped = has(Fault.Unknown.class) ? Bytes.withUnknownField(event) : event;
    return has(Fault.CarriageReturns.class) ? Bytes.withCarriageReturns(shaped) : shaped;
  }

  /** What happens to bytes on their way. */
  private List<Step> transport(List<Step> steps) {
    List<Step> moved = has(Fault.Gzip.class) ? Gzip.packed(steps) : steps;
    if (has(Fault.OddBorders.class)) {
      moved = Borders.odd(moved, dice);
    }
    for (Fault fault : faults) {
      if (fault instanceof Fault.Drip(Duration perByte)) {
        moved = Borders.drip(moved, perByte);
      }
    }
    return moved;
  }

  private Step.Head head(Map<String, String> headers, int length) {
    Map<String, String> sent = new HashMap<>(headers);
    if (length >= 0) {
      sent.put("content-length", Integer.toString(length));
    }
    if (has(Fault.Gzip.class)) {
      sent.put("content-encoding", "gzip");
    }
    return new Step.Head(200, sent);
  }

  private boolean has(Class<? extends Fault> type) {
    return faults.stream().anyMatch(type::isInstance);
  }

  private static void pause(Duration length, List<Step> steps) {
    if (!length.isZero()) {
      steps.add(new Step.Pause(length));
    }
  }

  private static List<Step> with(List<Step> steps, Step last) {
    steps.add(last);
    return steps;
  }
}
