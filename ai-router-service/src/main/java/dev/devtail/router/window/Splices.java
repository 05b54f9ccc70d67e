package dev.devtail.router.window;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is put in the place of parts of a body, which are apart. Every other byte stays. */
final class Splices {

  private record Splice(int start, int end, String instead) {}

  private final List<Splice> splices = new ArrayList<>();

  void replace(int start, int end, String instead) {
    splices.add(new Splice(start, end, instead));
  }

  byte[] apply(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
    int at = 0;
    for (Splice splice : splices.stream().sorted(Comparator.comparingInt(Splice::start)).toList()) {
      out.write(body, at, splice.start() - at);
      out.writeBytes(splice.instead().getBytes(StandardCharsets.UTF_8));
      at = splice.end();
    }
    out.write(body, at, body.length - at);
    return out.toByteArray();
  }
}
