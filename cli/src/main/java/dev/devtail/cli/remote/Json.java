package dev.devtail.cli.remote;

import java.io.PrintWriter;
import tools.jackson.databind.json.JsonMapper;

/** What {@code --json} prints: one line. */
final class Json {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static void print(PrintWriter out, Object value) {
    out.println(MAPPER.writeValueAsString(value));
  }
}
