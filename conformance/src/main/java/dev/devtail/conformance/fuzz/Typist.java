package dev.devtail.conformance.fuzz;

import dev.devtail.conformance.Subject;
import dev.devtail.conformance.Viewer;
import dev.devtail.conformance.Wire;

/** Somebody who types at the same gateway and has to see each line twice: echoed and printed. */
final class Typist implements AutoCloseable {

  private final Wire wire;
  private final Viewer viewer;
  private long lines;

  Typist(Subject gateway) {
    wire = gateway.live();
    viewer = Viewer.fromStart(wire, 1, wire.start(FrameGenerator.HARMLESS_PROGRAM));
  }

  void type() {
    String line = "line " + ++lines;
    viewer.type(line + "\n");
    viewer.awaitOutput(line + "\r\n" + line + "\r\n");
    viewer.forgetOutput();
  }

  @Override
  public void close() {
    wire.close();
  }
}
