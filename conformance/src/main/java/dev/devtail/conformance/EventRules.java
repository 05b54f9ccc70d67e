package dev.devtail.conformance;

import com.google.protobuf.Value;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Data;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.ListEvents;
import dev.devtail.protocol.v1.Open;
import dev.devtail.protocol.v1.Reply;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.WatchEvents;
import java.util.List;

/** Section 5: what happens is told to every client that watches. */
final class EventRules {

  private static final int SECTION = 5;

  private EventRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "events.live",
            SECTION,
            "After Opened, the start and the end of a terminal are told to every client that watches.",
            gateway -> {
              try (Wire watching = watching(gateway, 1);
                  Wire other = watching(gateway, 7);
                  Wire starting = gateway.live()) {
                Terminal terminal = starting.start("/bin/cat");
                EventType started = EventType.EVENT_TYPE_TERMINAL_STARTED;
                awaitEvent(watching, 1, started, terminal);
                awaitEvent(other, 7, started, terminal);
                starting.call(
                    Call.newBuilder()
                        .setEndTerminal(EndTerminal.newBuilder().setTerminalId(terminal.getId())));
                awaitEvent(watching, 1, EventType.EVENT_TYPE_TERMINAL_ENDED, terminal);
                awaitEvent(other, 7, EventType.EVENT_TYPE_TERMINAL_ENDED, terminal);
              }
            }),
        new Rule(
            "events.listed",
            SECTION,
            "What was told is listed, newest first.",
            gateway -> {
              try (Wire watching = watching(gateway, 1);
                  Wire wire = gateway.live()) {
                Terminal terminal = wire.start("/bin/cat");
                Event told =
                    awaitEvent(watching, 1, EventType.EVENT_TYPE_TERMINAL_STARTED, terminal);
                Reply reply =
                    wire.call(
                        Call.newBuilder()
                            .setListEvents(
                                ListEvents.newBuilder().setSessionId(terminal.getSessionId())));
                Expect.that(
                    reply.getEvents().getEventsList().contains(told), "the event " + told, reply);
              }
            }),
        new Rule(
            "events.close",
            SECTION,
            "A client's Close of a channel of events is answered with Close, without an error.",
            gateway -> {
              try (Wire wire = watching(gateway, 1)) {
                wire.send(Frame.newBuilder().setChannel(1).setClose(Close.getDefaultInstance()));
                Expect.equal("error", Error.getDefaultInstance(), closing(wire, 1));
              }
            }),
        new Rule(
            "events.nothing-to-say",
            SECTION,
            "Data on a channel of events closes it with PROTOCOL_VIOLATION.",
            gateway -> {
              try (Wire wire = watching(gateway, 1)) {
                wire.send(Frame.newBuilder().setChannel(1).setData(Data.getDefaultInstance()));
                Expect.equal(
                    "error", ErrorCode.ERROR_CODE_PROTOCOL_VIOLATION, closing(wire, 1).getCode());
              }
            }),
        new Rule(
            "open.nothing",
            SECTION,
            "An Open of nothing that the gateway knows is answered with INVALID_ARGUMENT.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                wire.send(Frame.newBuilder().setChannel(1).setOpen(Open.getDefaultInstance()));
                wire.expectChannelCloses(1, ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
              }
            }));
  }

  static Frame.Builder open(int channel) {
    return Frame.newBuilder()
        .setChannel(channel)
        .setOpen(Open.newBuilder().setEvents(WatchEvents.getDefaultInstance()));
  }

  private static Wire watching(Subject gateway, int channel) {
    Wire wire = gateway.live();
    wire.send(open(channel));
    Frame frame = wire.next();
    Expect.that(
        frame.hasOpened() && frame.getChannel() == channel, "Opened on channel " + channel, frame);
    return wire;
  }

  /** Others may use the gateway: what they do is passed over. */
  private static Event awaitEvent(Wire wire, int channel, EventType type, Terminal terminal) {
    while (true) {
      Frame frame = wire.next();
      Expect.that(
          frame.hasEvent() && frame.getChannel() == channel, "Event on channel " + channel, frame);
      Event event = frame.getEvent();
      String about =
          event
              .getData()
              .getFieldsOrDefault("terminal", Value.getDefaultInstance())
              .getStringValue();
      if (event.getType() == type && about.equals(terminal.getId())) {
        Expect.equal("session", terminal.getSessionId(), event.getSessionId());
        return event;
      }
    }
  }

  /** The error of the Close that comes; events may come before. */
  private static Error closing(Wire wire, int channel) {
    Frame frame = wire.next();
    while (frame.hasEvent()) {
      frame = wire.next();
    }
    Expect.that(
        frame.hasClose() && frame.getChannel() == channel, "Close on channel " + channel, frame);
    return frame.getClose().getError();
  }
}
