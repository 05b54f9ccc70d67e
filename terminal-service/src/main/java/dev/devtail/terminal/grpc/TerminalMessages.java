package dev.devtail.terminal.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.EndCause;
import dev.devtail.protocol.v1.ExitStatus;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.SizePolicy;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalState;
import dev.devtail.protocol.v1.ViewerRole;
import dev.devtail.terminal.domain.AttachRequest;
import dev.devtail.terminal.domain.AttachRequest.ResumePoint;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.RequestKey;
import dev.devtail.terminal.domain.TerminalInfo;
import dev.devtail.terminal.domain.TerminalLimits;
import dev.devtail.terminal.domain.TerminalSignal;
import dev.devtail.terminal.domain.ViewerId;
import dev.devtail.terminal.domain.WindowSize;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Terminals in the protocol's words and in the domain's. */
public final class TerminalMessages {

  private TerminalMessages() {}

  public static Terminal toMessage(TerminalInfo info) {
    Terminal.Builder message =
        Terminal.newBuilder()
            .setId(info.id().value())
            .setIncarnation(info.incarnation())
            .setSessionId(info.sessionId())
            .setName(info.name())
            .addAllCommand(info.command())
            .setDirectory(info.directory())
            .setSize(toMessage(info.size()))
            .setSizePolicy(toMessage(info.sizePolicy()))
            .setState(toMessage(info.state()))
            .setTitle(info.title())
            .setViewers(info.viewers())
            .setRecording(info.recording())
            .setStartedAt(toMessage(info.startedAt()))
            .setLastActivityAt(toMessage(info.lastActivityAt()));
    Exit exit = info.exit();
    if (exit != null) {
      message.setExit(toMessage(exit));
    }
    if (info.state() == TerminalInfo.State.ENDED) {
      message.setEndCause(causeOf(exit));
    }
    return message.build();
  }

  static Size toMessage(WindowSize size) {
    return Size.newBuilder()
        .setColumns(size.columns())
        .setRows(size.rows())
        .setPixelWidth(size.pixelWidth())
        .setPixelHeight(size.pixelHeight())
        .build();
  }

  static ExitStatus toMessage(Exit exit) {
    return ExitStatus.newBuilder().setCode(exit.code()).setSignal(exit.signal()).build();
  }

  /** Who saw no exit status ended with the service. */
  static EndCause causeOf(@Nullable Exit exit) {
    return exit == null ? EndCause.END_CAUSE_SERVICE : EndCause.END_CAUSE_PROGRAM;
  }

  private static TerminalState toMessage(TerminalInfo.State state) {
    return switch (state) {
      case RUNNING -> TerminalState.TERMINAL_STATE_RUNNING;
      case DRAINING -> TerminalState.TERMINAL_STATE_DRAINING;
      case ENDED -> TerminalState.TERMINAL_STATE_ENDED;
    };
  }

  /** A time as the protocol has it. */
  public static Timestamp toMessage(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  static WindowSize toDomain(Size size) {
    return new WindowSize(
        size.getColumns(), size.getRows(), size.getPixelWidth(), size.getPixelHeight());
  }

  static TerminalSignal toDomain(Signal signal) {
    return switch (signal) {
      case SIGNAL_HUP -> TerminalSignal.HUP;
      case SIGNAL_INT -> TerminalSignal.INT;
      case SIGNAL_QUIT -> TerminalSignal.QUIT;
      case SIGNAL_KILL -> TerminalSignal.KILL;
      case SIGNAL_TERM -> TerminalSignal.TERM;
      case SIGNAL_UNSPECIFIED, UNRECOGNIZED ->
          throw Fault.invalid("signal", signal.name(), "one of HUP, INT, QUIT, KILL, TERM");
    };
  }

  /**
   * @param memoryBytes what the client says that it can hold of a screen, unsigned; 0 if it does
   *     not
   */
  static AttachRequest toDomain(AttachTerminal attach, long memoryBytes) {
    ByteBuffer viewer = attach.getViewerId().asReadOnlyByteBuffer();
    return new AttachRequest(
        new ViewerId(viewer.getLong(), viewer.getLong()),
        attach.getEpoch(),
        toDomain(attach.getRole()),
        toDomain(attach.getSize()),
        attach.hasResume()
            ? new ResumePoint(
                attach.getResume().getIncarnation(), attach.getResume().getOutputOffset())
            : null,
        attach.getWindowBytes(),
        screenBytes(memoryBytes));
  }

  private static int screenBytes(long memoryBytes) {
    if (memoryBytes == 0) {
      return TerminalLimits.DEFAULT_SCREEN_BYTES;
    }
    long signed = memoryBytes < 0 ? Long.MAX_VALUE : memoryBytes;
    return Math.clamp(signed, TerminalLimits.MIN_SCREEN_BYTES, Integer.MAX_VALUE);
  }

  private static dev.devtail.terminal.domain.ViewerRole toDomain(ViewerRole role) {
    return switch (role) {
      case VIEWER_ROLE_READ_ONLY -> dev.devtail.terminal.domain.ViewerRole.READ_ONLY;
      case VIEWER_ROLE_READ_WRITE, VIEWER_ROLE_UNSPECIFIED ->
          dev.devtail.terminal.domain.ViewerRole.READ_WRITE;
      case UNRECOGNIZED -> throw Fault.invalid("role", "unknown", "READ_WRITE or READ_ONLY");
    };
  }

  static ViewerRole toMessage(dev.devtail.terminal.domain.ViewerRole role) {
    return switch (role) {
      case READ_WRITE -> ViewerRole.VIEWER_ROLE_READ_WRITE;
      case READ_ONLY -> ViewerRole.VIEWER_ROLE_READ_ONLY;
    };
  }

  static dev.devtail.terminal.domain.SizePolicy toDomain(SizePolicy policy) {
    return switch (policy) {
      case SIZE_POLICY_ACTIVE, SIZE_POLICY_UNSPECIFIED ->
          dev.devtail.terminal.domain.SizePolicy.ACTIVE;
      case SIZE_POLICY_SMALLEST -> dev.devtail.terminal.domain.SizePolicy.SMALLEST;
      case UNRECOGNIZED ->
          throw Fault.invalid("control.size_policy", "unknown", "ACTIVE or SMALLEST");
    };
  }

  private static SizePolicy toMessage(dev.devtail.terminal.domain.SizePolicy policy) {
    return switch (policy) {
      case ACTIVE -> SizePolicy.SIZE_POLICY_ACTIVE;
      case SMALLEST -> SizePolicy.SIZE_POLICY_SMALLEST;
    };
  }

  static RequestKey toDomain(ByteString requestKey) {
    ByteBuffer key = requestKey.asReadOnlyByteBuffer();
    return new RequestKey(key.getLong(), key.getLong());
  }
}
