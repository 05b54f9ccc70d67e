package dev.devtail.context.report;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a report says of one test that failed. */
record Failure(String name, String file, String message, String details) {

  /** Lines of a message that are kept. */
  private static final int MAX_LINES = 10;

  /** Of a message, in UTF-16 characters. */
  private static final int MAX_MESSAGE = 1_000;

  /** Of details that are searched for places, in UTF-16 characters. */
  private static final int MAX_DETAILS = 64 * 1024;

  /** A method in a frame of a JVM's stack, its file and its line; in linear time. */
  private static final Pattern FRAME =
      Pattern.compile(
          "at (?:[\\w.-]{1,200}+/)?([\\w.$<>]{1,600}+)\\(([\\w$]{1,200}\\.\\w{2,6}):(\\d{1,7})\\)");

  /** A path and a line; in linear time. */
  private static final Pattern PLACE =
      Pattern.compile("(?<![\\w./\\\\@+-])([\\w./\\\\@+-]{1,400}+):(\\d{1,7})\\b");

  private record At(String path, int line) {}

  FailingTest in(KnownPaths paths) {
    Optional<At> at = place(paths);
    String path = at.map(At::path).or(() -> paths.find(file)).orElse("");
    String shown = message.lines().limit(MAX_LINES).collect(Collectors.joining("\n")).strip();
    return new FailingTest(
        name,
        path,
        at.map(At::line).orElse(0),
        shown.length() <= MAX_MESSAGE ? shown : shown.substring(0, MAX_MESSAGE));
  }

  /** The first place in the test's own file, else the first in any file of the workspace. */
  private Optional<At> place(KnownPaths paths) {
    String text = details.length() <= MAX_DETAILS ? details : details.substring(0, MAX_DETAILS);
    At first = null;
    for (String line : text.split("\n", -1)) {
      Optional<At> at = inLine(line, paths);
      if (at.isPresent() && isOwn(at.get().path())) {
        return at;
      }
      if (first == null) {
        first = at.orElse(null);
      }
    }
    return Optional.ofNullable(first);
  }

  private static Optional<At> inLine(String line, KnownPaths paths) {
    Matcher frame = FRAME.matcher(line);
    if (frame.find()) {
      String method = frame.group(1);
      String type = method.substring(0, Math.max(0, method.lastIndexOf('.')));
      int dot = type.lastIndexOf('.');
      String directory = dot < 0 ? "" : type.substring(0, dot).replace('.', '/') + "/";
      int number = Integer.parseInt(frame.group(3));
      return paths.find(directory + frame.group(2)).map(path -> new At(path, number));
    }
    Matcher place = PLACE.matcher(line);
    return place.find()
        ? paths.find(place.group(1)).map(path -> new At(path, Integer.parseInt(place.group(2))))
        : Optional.empty();
  }

  /** Whether a file is that of the test, by the names that they have. */
  private boolean isOwn(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    String bare = dot > 0 ? name.substring(0, dot) : name;
    return file.endsWith(name) && !file.isEmpty()
        || Arrays.asList(this.name.split("[.:/ $]+", -1)).contains(bare);
  }
}
