package dev.devtail.conformance;

import com.google.protobuf.ByteString;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.Capabilities;
import dev.devtail.protocol.v1.Close;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.Frame;
import dev.devtail.protocol.v1.Opened;
import dev.devtail.protocol.v1.Signal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalControl;
import dev.devtail.protocol.v1.ViewerRole;
import java.util.List;
import java.util.function.UnaryOperator;

/** Section 6: attach, data, end. */
final class TerminalRules {

  private static final int SECTION = 6;
  private static final int PRINTED = 100_000;
  private static final int SIGTERM = 15;
  private static final int SIGNALLED = 128;

  private static final int SMALL_MEMORY_BYTES = 64 * 1024;
  private static final int LARGE_MEMORY_BYTES = 1 << 20;

  /** A line that takes 400 bytes to draw, 400 times, which is less than the scrollback's lines. */
  private static final String LARGE_SCREEN =
      """
      echo oldest; i=0; line=
      while [ ${#line} -lt 400 ]; do line="$line\\033[1mx\\033[mx"; done
      while [ $i -lt 400 ]; do printf "$line\\n"; i=$((i + 1)); done
      echo newest; exec cat""";

  private TerminalRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "attach.from-start",
            SECTION,
            "The first viewer gets every byte from the first, then Exited with the status.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Viewer viewer =
                    Viewer.fromStart(
                        wire,
                        1,
                        wire.start(
                            "/bin/sh",
                            "-c",
                            "head -c %d /dev/zero | tr '\\0' x; exit 7".formatted(PRINTED)));
                Exited end = viewer.awaitEnd();
                Expect.equal("exit code", 7, end.getStatus().getCode());
                Expect.equal("final_offset", (long) PRINTED, end.getFinalOffset());
                Expect.equal("output", "x".repeat(PRINTED), viewer.output());
              }
            }),
        new Rule(
            "attach.screen",
            SECTION,
            "Without resume the screen comes first, and data goes on from its offset.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Terminal terminal = wire.start("/bin/sh", "-c", "echo first; exec cat");
                Viewer first = Viewer.fromStart(wire, 1, terminal);
                first.awaitOutput("first");
                first.detach();
                Expect.equal("error", Error.getDefaultInstance(), wire.closing(1));
                Viewer viewer = new Viewer(wire, 2);
                Opened opened = viewer.open(Viewer.attach(terminal));
                Expect.equal("resumed", false, opened.getResumed());
                viewer.awaitScreen();
                Expect.that(viewer.screen().contains("first"), "the screen", viewer.screen());
                viewer.type("second\n");
                viewer.awaitOutput("second\r\nsecond");
              }
            }),
        new Rule(
            "attach.screen-bound",
            SECTION,
            "Of a screen beyond the client's memory_bytes the oldest scrollback is left out.",
            gateway -> {
              try (Wire writing = gateway.live();
                  Wire small = gateway.live(holding(SMALL_MEMORY_BYTES));
                  Wire large = gateway.live(holding(LARGE_MEMORY_BYTES))) {
                Terminal terminal = writing.start("/bin/sh", "-c", LARGE_SCREEN);
                Viewer.fromStart(writing, 1, terminal).awaitOutput("newest");
                String whole = screen(large, terminal);
                Expect.that(
                    whole.contains("oldest") && whole.contains("newest"), "all", whole.length());
                String bounded = screen(small, terminal);
                Expect.that(
                    bounded.length() <= SMALL_MEMORY_BYTES,
                    "at most " + SMALL_MEMORY_BYTES + " bytes",
                    bounded.length());
                Expect.that(
                    !bounded.contains("oldest") && bounded.contains("newest"),
                    "the newest lines",
                    bounded.length());
              }
            }),
        new Rule(
            "attach.ended",
            SECTION,
            "A terminal that has ended can be attached; Exited follows.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Terminal terminal = wire.start("/bin/sh", "-c", "echo gone; exit 3");
                Viewer.fromStart(wire, 1, terminal).awaitEnd();
                Viewer late = Viewer.fromStart(wire, 2, terminal);
                Expect.equal("exit code", 3, late.awaitEnd().getStatus().getCode());
                Expect.equal("output", "gone\r\n", late.output());
              }
            }),
        new Rule(
            "attach.unknown",
            SECTION,
            "A terminal that is not there, or another user's, is NOT_FOUND on its channel.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                new Viewer(wire, 1)
                    .ask(
                        Viewer.attach(Terminal.newBuilder().setId("AAAAAAAAAAAAAAAAAAAA").build()));
                wire.expectChannelCloses(1, ErrorCode.ERROR_CODE_NOT_FOUND);
              }
            }),
        refused(
            "attach.size-zero",
            "A size of 0x0 is answered with INVALID_ARGUMENT.",
            "size",
            attach -> attach.setSize(CallRules.size(0, 0))),
        refused(
            "attach.size-huge",
            "A size of 65535x65535 is answered with INVALID_ARGUMENT.",
            "size",
            attach -> attach.setSize(CallRules.size(65_535, 65_535))),
        refused(
            "attach.no-size",
            "An Open without a size is answered with INVALID_ARGUMENT.",
            "size",
            AttachTerminal.Builder::clearSize),
        refused(
            "attach.viewer-id",
            "A viewer_id of 15 bytes is answered with INVALID_ARGUMENT.",
            "viewer_id",
            attach -> attach.setViewerId(ByteString.copyFrom(new byte[15]))),
        refused(
            "attach.window",
            "A window below 4096 bytes is answered with INVALID_ARGUMENT.",
            "window_bytes",
            attach -> attach.setWindowBytes(1)),
        refused(
            "attach.epoch",
            "Epoch 0 is answered with INVALID_ARGUMENT.",
            "epoch",
            attach -> attach.setEpoch(0)),
        new Rule(
            "control.resize",
            SECTION,
            "A resize reaches the program.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Viewer viewer =
                    Viewer.fromStart(
                        wire,
                        1,
                        wire.start(
                            "/bin/sh",
                            "-c",
                            "trap 'stty size' WINCH; echo go; while :; do sleep 0.05; done"));
                viewer.awaitOutput("go");
                wire.send(control(TerminalControl.newBuilder().setResize(CallRules.size(132, 43))));
                viewer.awaitOutput("43 132");
              }
            }),
        new Rule(
            "control.resize-zero",
            SECTION,
            "A resize to 0x0 closes its channel with INVALID_ARGUMENT, the terminal lives.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Terminal terminal = wire.start("/bin/cat");
                Viewer.fromStart(wire, 1, terminal);
                wire.send(control(TerminalControl.newBuilder().setResize(CallRules.size(0, 0))));
                wire.expectChannelCloses(1, ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
                Viewer again = Viewer.fromStart(wire, 2, terminal);
                again.type("alive\n");
                again.awaitOutput("alive\r\nalive");
              }
            }),
        new Rule(
            "control.signal",
            SECTION,
            "A signal reaches the program; Exited says which one killed it.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Viewer viewer =
                    Viewer.fromStart(wire, 1, wire.start("/bin/sh", "-c", "echo go; exec cat"));
                viewer.awaitOutput("go");
                wire.send(control(TerminalControl.newBuilder().setSignal(Signal.SIGNAL_TERM)));
                Exited end = viewer.awaitEnd();
                Expect.equal("signal", SIGTERM, end.getStatus().getSignal());
                Expect.equal("exit code", SIGNALLED + SIGTERM, end.getStatus().getCode());
              }
            }),
        new Rule(
            "size.others-are-told",
            SECTION,
            "A viewer that draws another size than the terminal's is told; who made it is not.",
            gateway -> {
              try (Wire wire = gateway.live();
                  Wire other = gateway.live()) {
                Terminal terminal = wire.start("/bin/cat");
                Viewer.fromStart(wire, 1, terminal);
                Viewer second = new Viewer(other, 1);
                Opened opened =
                    second.open(Viewer.attach(terminal).setSize(CallRules.size(100, 30)));
                Expect.equal("size", CallRules.size(100, 30), opened.getTerminal().getSize());
                Frame told = wire.next();
                Expect.equal(
                    "resize of 100x30", CallRules.size(100, 30), told.getControl().getResize());
                second.awaitScreen();
                other.expectQuiet();
              }
            }),
        new Rule(
            "role.read-only",
            SECTION,
            "A read-only viewer changes no size, and its channel is closed when it types.",
            gateway -> {
              try (Wire wire = gateway.live();
                  Wire other = gateway.live()) {
                Terminal terminal = wire.start("/bin/cat");
                Viewer owner = Viewer.fromStart(wire, 1, terminal);
                Viewer guest = new Viewer(other, 1);
                Opened opened =
                    guest.open(
                        Viewer.attach(terminal)
                            .setSize(CallRules.size(100, 30))
                            .setRole(ViewerRole.VIEWER_ROLE_READ_ONLY));
                Expect.equal("role", ViewerRole.VIEWER_ROLE_READ_ONLY, opened.getRole());
                Expect.equal("size", Wire.SIZE, opened.getTerminal().getSize());
                guest.awaitScreen();
                guest.type("echo evil\n");
                other.expectChannelCloses(1, ErrorCode.ERROR_CODE_PERMISSION_DENIED);
                owner.type("mine\n");
                owner.awaitOutput("mine\r\nmine");
                Expect.that(!owner.output().contains("evil"), "nothing typed", owner.output());
              }
            }),
        new Rule(
            "channel.no-kind",
            SECTION,
            "A frame without a kind closes its channel with INVALID_ARGUMENT.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Viewer.fromStart(wire, 1, wire.start("/bin/cat"));
                wire.send(Frame.newBuilder().setChannel(1));
                wire.expectChannelCloses(1, ErrorCode.ERROR_CODE_INVALID_ARGUMENT);
              }
            }),
        new Rule(
            "detach",
            SECTION,
            "Close on a channel is answered with Close; the terminal lives.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Terminal terminal = wire.start("/bin/cat");
                Viewer.fromStart(wire, 1, terminal);
                wire.send(Frame.newBuilder().setChannel(1).setClose(Close.getDefaultInstance()));
                Expect.equal("error", Error.getDefaultInstance(), wire.closing(1));
                Viewer again = Viewer.fromStart(wire, 2, terminal);
                again.type("alive\n");
                again.awaitOutput("alive\r\nalive");
              }
            }));
  }

  private static Capabilities holding(int bytes) {
    return Capabilities.newBuilder().setMemoryBytes(bytes).build();
  }

  private static String screen(Wire wire, Terminal terminal) {
    Viewer viewer = new Viewer(wire, 1);
    viewer.open(Viewer.attach(terminal));
    viewer.awaitScreen();
    return viewer.screen();
  }

  private static Frame.Builder control(TerminalControl.Builder control) {
    return Frame.newBuilder().setChannel(1).setControl(control);
  }

  private static Rule refused(
      String id, String statement, String field, UnaryOperator<AttachTerminal.Builder> change) {
    return new Rule(
        id,
        SECTION,
        statement,
        gateway -> {
          try (Wire wire = gateway.live()) {
            Terminal terminal = wire.start("/bin/cat");
            new Viewer(wire, 1).ask(change.apply(Viewer.attach(terminal)));
            Error error = wire.closing(1);
            Expect.equal("error", ErrorCode.ERROR_CODE_INVALID_ARGUMENT, error.getCode());
            Expect.that(error.getField().contains(field), "the field " + field, error);
            wire.expectQuiet();
          }
        });
  }
}
