package dev.devtail.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The test vectors of the protocol guide: fenced blocks of the language {@code devtail-vector}, of
 * lines {@code key: value}; a line that is indented goes on with the value before.
 */
final class TestVectors {

  private static final String FENCE = "```devtail-vector";
  private static final String END = "```";

  private TestVectors() {}

  /**
   * One frame.
   *
   * @param from who sends it: client or gateway
   * @param text the frame in protobuf's text format; empty if the bytes are no frame
   * @param expect what the gateway does with it, as in {@code INVALID_ARGUMENT closes channel}
   * @param canonical whether an encoder writes these very bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Vector(
      String name, String from, String text, byte[] bytes, String expect, boolean canonical) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Vector> read(Path guide) throws IOException {
    List<Vector> vectors = new ArrayList<>();
    List<String> block = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(guide)) {
      if (!inside) {
        inside = line.equals(FENCE);
      } else if (line.equals(END)) {
        vectors.add(parse(block));
        block.clear();
        inside = false;
      } else {
        block.add(line);
      }
    }
    return vectors;
  }

  private static Vector parse(List<String> lines) {
    Map<String, String> values = new LinkedHashMap<>();
    String key = "";
    for (String line : lines) {
      if (line.startsWith(" ")) {
        values.merge(key, line, (before, more) -> before + "\n" + more);
      } else {
        int colon = line.indexOf(':');
        if (colon < 0) {
          throw new IllegalArgumentException("'" + line + "' (expected: key: value)");
        }
        key = line.substring(0, colon);
        values.put(key, line.substring(colon + 1).strip());
      }
    }
    return new Vector(
        values.getOrDefault("name", ""),
        values.getOrDefault("from", ""),
        values.getOrDefault("text", ""),
        HexFormat.of().parseHex(values.getOrDefault("hex", "").replaceAll("\\s", "")),
        values.getOrDefault("expect", ""),
        !values.getOrDefault("canonical", "yes").equals("no"));
  }
}
