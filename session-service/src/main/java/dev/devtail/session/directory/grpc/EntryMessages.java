package dev.devtail.session.directory.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.grpc.Times;
import dev.devtail.protocol.service.v1.TerminalEntryList;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalState;
import dev.devtail.session.directory.TerminalEntry;
import java.util.List;

/** Directory entries as the protocol has them. */
final class EntryMessages {

  private static final int MAX_ID_CHARS = 64;

  private EntryMessages() {}

  /**
   * @throws Fault INVALID_ARGUMENT that names the field: {@code Terminal} is an answer elsewhere,
   *     so its fields have no rules of their own
   */
  static TerminalEntry entry(dev.devtail.protocol.service.v1.TerminalEntry message) {
    Terminal terminal = message.getTerminal();
    if (message.getEpoch() < 0) {
      throw Fault.invalid("epoch", Long.toUnsignedString(message.getEpoch()), "< 2^63");
    }
    return new TerminalEntry(
        id("terminal.id", terminal.getId()),
        id("terminal.session_id", terminal.getSessionId()),
        message.getUser(),
        message.getAddress(),
        message.getEpoch(),
        terminal.getState() == TerminalState.TERMINAL_STATE_ENDED,
        Times.check("terminal.started_at", terminal.getStartedAt()),
        terminal.toByteString().asReadOnlyByteBuffer());
  }

  private static String id(String field, String id) {
    if (id.isEmpty() || id.length() > MAX_ID_CHARS) {
      throw Fault.invalid(field, id.length() + " characters", "1 to " + MAX_ID_CHARS);
    }
    return id;
  }

  static dev.devtail.protocol.service.v1.TerminalEntry of(TerminalEntry entry) {
    return dev.devtail.protocol.service.v1.TerminalEntry.newBuilder()
        .setTerminal(terminal(entry))
        .setUser(entry.user())
        .setAddress(entry.address())
        .setEpoch(entry.epoch())
        .build();
  }

  static TerminalEntryList of(List<TerminalEntry> entries) {
    return TerminalEntryList.newBuilder()
        .addAllEntries(entries.stream().map(EntryMessages::of).toList())
        .build();
  }

  private static Terminal terminal(TerminalEntry entry) {
    try {
      return Terminal.parseFrom(ByteString.copyFrom(entry.description()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("description of terminal " + entry.terminalId(), e);
    }
  }
}
