package dev.devtail.conformance;

import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.Opened;
import dev.devtail.protocol.v1.Resume;
import dev.devtail.protocol.v1.Terminal;
import java.util.List;

/** Sections 7 and 8: nothing lost, nothing doubled, nothing flooded. */
final class ResumeRules {

  private static final int RESUME = 7;
  private static final int FLOW = 8;
  private static final int FAR = 1_000_000;
  private static final int SMALL_WINDOW = 4_096;

  private ResumeRules() {}

  static List<Rule> all() {
    return List.of(
        new Rule(
            "resume.output",
            RESUME,
            "After a cut, output goes on at the offset that the client asks for.",
            ResumeRules::outputGoesOn),
        new Rule(
            "resume.input",
            RESUME,
            "After a cut the server says where input stands; what is sent twice is taken once.",
            ResumeRules::inputIsTakenOnce),
        new Rule(
            "resume.incarnation",
            RESUME,
            "Offsets of another life are answered with the screen.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Terminal terminal = wire.start("/bin/sh", "-c", "echo first; exec cat");
                Viewer.fromStart(wire, 1, terminal).awaitOutput("first");
                Viewer other = new Viewer(wire, 2);
                Opened opened =
                    other.open(
                        Viewer.attach(terminal)
                            .setResume(
                                Resume.newBuilder()
                                    .setIncarnation(terminal.getIncarnation() + 1)
                                    .setOutputOffset(1)));
                Expect.equal("resumed", false, opened.getResumed());
              }
            }),
        new Rule(
            "resume.never-sent",
            RESUME,
            "An output offset that was never sent is answered with OFFSET_OUT_OF_RANGE.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Terminal terminal = wire.start("/bin/cat");
                new Viewer(wire, 1).ask(resumeAt(Viewer.attach(terminal), terminal, FAR));
                wire.expectChannelCloses(1, ErrorCode.ERROR_CODE_OFFSET_OUT_OF_RANGE);
              }
            }),
        new Rule(
            "resume.higher-epoch",
            RESUME,
            "Of two connections with one viewer, the higher epoch wins.",
            gateway -> {
              try (Wire old = gateway.live();
                  Wire young = gateway.live()) {
                Terminal terminal = old.start("/bin/cat");
                AttachTerminal.Builder attach = Viewer.attachFromStart(terminal);
                new Viewer(old, 1).open(attach);
                Viewer viewer = new Viewer(young, 1);
                viewer.open(attach.setEpoch(2));
                old.expectChannelCloses(1, ErrorCode.ERROR_CODE_STALE_EPOCH);
                viewer.type("mine\n");
                viewer.awaitOutput("mine\r\nmine");
              }
            }),
        new Rule(
            "resume.stale-epoch",
            RESUME,
            "An epoch that is not higher is refused, and the viewer that holds it stays.",
            gateway -> {
              try (Wire wire = gateway.live();
                  Wire late = gateway.live()) {
                Terminal terminal = wire.start("/bin/cat");
                AttachTerminal.Builder attach = Viewer.attachFromStart(terminal).setEpoch(5);
                Viewer viewer = new Viewer(wire, 1);
                viewer.open(attach);
                new Viewer(late, 1).ask(attach.setEpoch(4));
                late.expectChannelCloses(1, ErrorCode.ERROR_CODE_STALE_EPOCH);
                new Viewer(late, 2).ask(attach.setEpoch(5));
                late.expectChannelCloses(2, ErrorCode.ERROR_CODE_STALE_EPOCH);
                viewer.type("mine\n");
                viewer.awaitOutput("mine\r\nmine");
              }
            }),
        new Rule(
            "input.gap",
            RESUME,
            "Input with a gap closes its channel with OFFSET_OUT_OF_RANGE.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Viewer viewer = Viewer.fromStart(wire, 1, wire.start("/bin/cat"));
                viewer.input(viewer.typed() + 1, "x");
                wire.expectChannelCloses(1, ErrorCode.ERROR_CODE_OFFSET_OUT_OF_RANGE);
              }
            }),
        new Rule(
            "ack.never-sent",
            RESUME,
            "An Ack of output that was never sent closes its channel with OFFSET_OUT_OF_RANGE.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Viewer.fromStart(wire, 1, wire.start("/bin/cat")).ack(-1L);
                wire.expectChannelCloses(1, ErrorCode.ERROR_CODE_OFFSET_OUT_OF_RANGE);
              }
            }),
        new Rule(
            "flow.window",
            FLOW,
            "No more output comes than was granted; a Credit lets it go on.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Terminal terminal =
                    wire.start("/bin/sh", "-c", "yes | head -c 100000; echo END; exec cat");
                Viewer viewer = new Viewer(wire, 1);
                viewer.open(Viewer.attachFromStart(terminal).setWindowBytes(SMALL_WINDOW));
                while (viewer.have() < SMALL_WINDOW) {
                  viewer.readWithoutCredit();
                }
                viewer.readWithoutCredit();
                Expect.equal("output within the window", (long) SMALL_WINDOW, viewer.have());
                viewer.ack(viewer.have());
                viewer.credit(viewer.have() + Viewer.WINDOW_BYTES);
                viewer.awaitOutput("END");
              }
            }),
        new Rule(
            "flow.input",
            FLOW,
            "Input beyond the server's credit closes its channel with OFFSET_OUT_OF_RANGE.",
            gateway -> {
              try (Wire wire = gateway.live()) {
                Terminal terminal =
                    wire.start("/bin/sh", "-c", "stty raw -echo; echo go; exec sleep 60");
                Viewer viewer = new Viewer(wire, 1);
                long limit = viewer.open(Viewer.attachFromStart(terminal)).getInputLimit();
                viewer.awaitOutput("go");
                // The system takes a little before it says stop, and for that more is granted.
                String piece = "x".repeat(SMALL_WINDOW);
                while (viewer.typed() < 4 * limit) {
                  viewer.type(piece);
                }
                ErrorCode code = closing(wire);
                Expect.equal("error", ErrorCode.ERROR_CODE_OFFSET_OUT_OF_RANGE, code);
              }
            }));
  }

  /** What the channel closes with, whatever comes before. */
  private static ErrorCode closing(Wire wire) {
    while (true) {
      var frame = wire.next();
      if (frame.hasClose()) {
        return frame.getClose().getError().getCode();
      }
    }
  }

  private static AttachTerminal.Builder resumeAt(
      AttachTerminal.Builder attach, Terminal terminal, long offset) {
    return attach.setResume(
        Resume.newBuilder().setIncarnation(terminal.getIncarnation()).setOutputOffset(offset));
  }

  private static void outputGoesOn(Subject gateway) {
    Terminal terminal;
    AttachTerminal.Builder attach;
    long have;
    StringBuilder all = new StringBuilder();
    try (Wire keeper = gateway.live()) {
      terminal =
          keeper.start("/bin/sh", "-c", "for i in $(seq 1 3000); do echo line $i; done; exit 0");
      attach = Viewer.attachFromStart(terminal).setWindowBytes(SMALL_WINDOW);
      Wire cut = gateway.live();
      Viewer first = new Viewer(cut, 1);
      first.open(attach);
      first.readWithoutCredit();
      have = first.have();
      all.append(first.output());
      cut.cut();
      try (Wire wire = gateway.live()) {
        Viewer second = new Viewer(wire, 1);
        Opened opened = second.open(resumeAt(attach, terminal, have).setEpoch(2));
        Expect.equal("resumed", true, opened.getResumed());
        Expect.equal("output_offset", have, opened.getOutputOffset());
        second.credit(have + Viewer.WINDOW_BYTES);
        second.awaitEnd();
        all.append(second.output());
      }
    }
    StringBuilder expected = new StringBuilder();
    for (int line = 1; line <= 3000; line++) {
      expected.append("line ").append(line).append("\r\n");
    }
    Expect.equal("output", expected.toString(), all.toString());
  }

  private static void inputIsTakenOnce(Subject gateway) {
    try (Wire keeper = gateway.live()) {
      Terminal terminal =
          keeper.start(
              "/bin/sh", "-c", "stty raw -echo; echo go; exec dd bs=1 count=10 2>/dev/null");
      AttachTerminal.Builder attach = Viewer.attachFromStart(terminal);
      Wire cut = gateway.live();
      Viewer first = new Viewer(cut, 1);
      first.open(attach);
      first.awaitOutput("go");
      first.type("01234");
      first.awaitOutput("01234");
      long have = first.have();
      cut.cut();
      try (Wire wire = gateway.live()) {
        Viewer second = new Viewer(wire, 1);
        Opened opened = second.open(resumeAt(attach, terminal, have).setEpoch(2));
        Expect.equal("input_offset", 5L, opened.getInputOffset());
        second.input(3, "3456");
        second.input(0, "01234");
        second.input(7, "789");
        second.awaitEnd();
        Expect.equal("what was typed after the cut, once", "56789", second.output());
      }
    }
  }
}
