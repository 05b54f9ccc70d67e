package dev.devtail.conformance.fuzz;

import com.google.protobuf.ByteString;
import dev.devtail.conformance.Subject;
import dev.devtail.conformance.ViolationException;
import dev.devtail.conformance.Wire;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.DeleteSession;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.ListDevices;
import dev.devtail.protocol.v1.ListKeys;
import dev.devtail.protocol.v1.ListShares;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.Ping;
import dev.devtail.protocol.v1.RevokeDevice;
import dev.devtail.protocol.v1.RevokeKey;
import dev.devtail.protocol.v1.RevokeShare;
import dev.devtail.protocol.v1.Terminal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * Sends frames that no client would send, connection after connection, while somebody types at the
 * same gateway. It must answer each connection to its end, with errors of the closed list and none
 * of them INTERNAL, and the typist must see every key.
 */
public final class Fuzz {

  /** Frames on one connection, as long as it lives. */
  private static final int FRAMES_PER_CONNECTION = 200;

  private static final ByteString END = ByteString.copyFromUtf8("the end");

  private final Subject gateway;
  private final Random random;
  private final Map<ErrorCode, Long> errors = new EnumMap<>(ErrorCode.class);
  private long connections;

  public Fuzz(Subject gateway, long seed) {
    this.gateway = gateway;
    this.random = new Random(seed);
  }

  /**
   * What came of it.
   *
   * @param errors how often each error was the answer
   */
  public record Result(long frames, long connections, Map<ErrorCode, Long> errors) {

    /** Faults of the gateway's own. */
    public long internal() {
      return errors.getOrDefault(ErrorCode.ERROR_CODE_INTERNAL, 0L);
    }
  }

  /**
   * @param progress told of the number of frames sent so far, after each connection
   * @throws ViolationException if the gateway does not answer, or the typist loses a key
   */
  public Result run(long frames, LongConsumer progress) {
    try (Typist typist = new Typist(gateway);
        Wire owner = gateway.live()) {
      Terminal victim = owner.start("/bin/cat");
      String session =
          owner
              .call(Call.newBuilder().setCreateSession(CreateSession.newBuilder().setName("fuzz")))
              .getSession()
              .getId();
      Set<String> kept =
          terminals(owner).stream().map(Terminal::getId).collect(Collectors.toUnmodifiableSet());
      FrameGenerator generator = new FrameGenerator(random, List.of(victim.getId(), session));
      long sent = 0;
      while (sent < frames) {
        sent += connection(generator, Math.min(FRAMES_PER_CONNECTION, frames - sent));
        connections++;
        typist.type();
        progress.accept(sent);
        if (connections % 20 == 0) {
          clearAway(kept);
        }
      }
      clearAway(kept);
      try (Wire last = gateway.live()) {
        last.call(
            Call.newBuilder().setDeleteSession(DeleteSession.newBuilder().setSessionId(session)));
      }
      return new Result(sent, connections, Map.copyOf(errors));
    }
  }

  /** Returns how many frames were sent. */
  private long connection(FrameGenerator generator, long most) {
    generator.restart();
    long sent = 0;
    try (Wire wire = gateway.live()) {
      try {
        while (sent < most) {
          wire.send(generator.next());
          sent++;
        }
        wire.send(Frame.newBuilder().setPing(Ping.newBuilder().setPayload(END)));
      } catch (CompletionException closed) {
        // It was refused in the midst of it; what with is read below.
        sent++;
      }
      while (!isLast(wire)) {
        // Everything that it says on the way is noted.
      }
    }
    return sent;
  }

  private boolean isLast(Wire wire) {
    Optional<Frame> next = wire.nextOrEnd();
    if (next.isEmpty()) {
      return true;
    }
    Frame frame = next.get();
    if (frame.hasClose() && frame.getClose().hasError()) {
      note(frame.getClose().getError());
    } else if (frame.hasReply() && frame.getReply().hasError()) {
      note(frame.getReply().getError());
    }
    return (frame.hasClose() && frame.getChannel() == 0)
        || frame.getPong().getPayload().equals(END);
  }

  private void note(Error error) {
    errors.merge(error.getCode(), 1L, Long::sum);
  }

  /** Ends what the frames have made, for users may have so much of it and no more. */
  private void clearAway(Set<String> kept) {
    try (Wire wire = gateway.live()) {
      terminals(wire).stream()
          .filter(terminal -> !kept.contains(terminal.getId()) && !terminal.hasExit())
          .filter(terminal -> terminal.getCommandList().contains(FrameGenerator.HARMLESS_PROGRAM))
          .forEach(
              terminal ->
                  wire.call(
                      Call.newBuilder()
                          .setEndTerminal(
                              EndTerminal.newBuilder().setTerminalId(terminal.getId()))));
      revokeGrants(wire);
    }
  }

  private static void revokeGrants(Wire wire) {
    wire
        .call(Call.newBuilder().setListShares(ListShares.getDefaultInstance()))
        .getShares()
        .getSharesList()
        .stream()
        .filter(share -> share.getNote().equals(FrameGenerator.GRANT_NAME))
        .map(share -> RevokeShare.newBuilder().setShareId(share.getId()))
        .forEach(revoke -> wire.call(Call.newBuilder().setRevokeShare(revoke)));
    wire
        .call(Call.newBuilder().setListDevices(ListDevices.getDefaultInstance()))
        .getDevices()
        .getDevicesList()
        .stream()
        .filter(device -> device.getName().equals(FrameGenerator.GRANT_NAME))
        .map(device -> RevokeDevice.newBuilder().setDeviceId(device.getId()))
        .forEach(revoke -> wire.call(Call.newBuilder().setRevokeDevice(revoke)));
    wire
        .call(Call.newBuilder().setListKeys(ListKeys.getDefaultInstance()))
        .getKeys()
        .getKeysList()
        .stream()
        .filter(key -> key.getName().equals(FrameGenerator.GRANT_NAME))
        .map(key -> RevokeKey.newBuilder().setKeyId(key.getId()))
        .forEach(revoke -> wire.call(Call.newBuilder().setRevokeKey(revoke)));
  }

  private static List<Terminal> terminals(Wire wire) {
    return wire.call(Call.newBuilder().setListTerminals(ListTerminals.getDefaultInstance()))
        .getTerminals()
        .getTerminalsList();
  }
}
