package dev.devtail.session.sessions;

import dev.devtail.kit.fault.Fault;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An absolute directory on the machine of the terminals, written in one way only: no empty
 * segments, no trailing slash. It is a name here: whether it is there is for terminal-service to
 * say.
 *
 * @param path as in {@code /home/ada/engine}
 */
public record Workspace(String path) {

  /**
   * @throws Fault INVALID_ARGUMENT for {@code workspace} if it is relative or climbs ({@code ..})
   */
  public static Workspace of(String path) {
    if (!path.startsWith("/")) {
      throw Fault.invalid("workspace", '"' + path + '"', "an absolute directory");
    }
    String[] segments = path.split("/", -1);
    if (Arrays.asList(segments).contains("..")) {
      throw Fault.invalid("workspace", '"' + path + '"', "no .. in it");
    }
    return new Workspace(
        Arrays.stream(segments)
            .filter(segment -> !segment.isEmpty() && !segment.equals("."))
            .collect(Collectors.joining("/", "/", "")));
  }

  /** What people call it until they give it a name: its last segment. */
  public String shortName() {
    return path.equals("/") ? path : path.substring(path.lastIndexOf('/') + 1);
  }
}
