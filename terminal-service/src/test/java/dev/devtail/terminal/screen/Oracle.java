package dev.devtail.terminal.screen;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * xterm.js in a Node process, which all tests of a run share. The driver is {@code
 * src/test/js/oracle.mjs}.
 */
final class Oracle {
  private static final int MIN_NODE = 20;
  private static @Nullable Oracle shared;

  private final BufferedWriter in;
  private final BufferedReader out;

  /** What is done to a terminal. */
  sealed interface Step {
    record Write(String base64) implements Step {
      static Write of(byte[] bytes) {
        return new Write(Base64.getEncoder().encodeToString(bytes));
      }

      byte[] bytes() {
        return Base64.getDecoder().decode(base64);
      }
    }

    record Resize(int columns, int rows) implements Step {}
  }

  /**
   * @param state everything, a line per part
   * @param replies what the terminal sent to its program
   * @param inexact why a dump of the state cannot be exact, empty if it can
   */
  record Answer(String state, String replies, String inexact) {
    boolean isExact() {
      return inexact.isEmpty();
    }

    boolean isError() {
      return inexact.equals("error");
    }
  }

  private Oracle(Process process) {
    in = process.outputWriter(StandardCharsets.US_ASCII);
    out = process.inputReader(StandardCharsets.US_ASCII);
  }

  /**
   * The shared process, started at the first call. Aborts the test where there is no Node, or fails
   * it if system property {@code devtail.strict} is true.
   */
  static synchronized Oracle get() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  Answer ask(int columns, int rows, int scrollback, boolean strict, List<Step> steps) {
    StringBuilder json = new StringBuilder();
    json.append("{\"columns\":").append(columns).append(",\"rows\":").append(rows);
    json.append(",\"scrollback\":").append(scrollback).append(",\"strict\":").append(strict);
    json.append(",\"steps\":[");
    for (int i = 0; i < steps.size(); i++) {
      json.append(i == 0 ? "" : ",");
      switch (steps.get(i)) {
        case Step.Write write -> json.append("{\"write\":\"").append(write.base64()).append("\"}");
        case Step.Resize resize ->
            json.append("{\"resize\":[")
                .append(resize.columns())
                .append(',')
                .append(resize.rows())
                .append("]}");
      }
    }
    return exchange(json.append("]}").toString());
  }

  private synchronized Answer exchange(String request) {
    try {
      in.write(Base64.getEncoder().encodeToString(request.getBytes(StandardCharsets.UTF_8)));
      in.newLine();
      in.flush();
      String line = out.readLine();
      if (line == null) {
        throw new IOException("the oracle has ended");
      }
      String[] parts = line.split(" ", -1);
      return new Answer(decoded(parts[0]), decoded(parts[1]), decoded(parts[2]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static Oracle start() {
    Path folder = Path.of("src/test/js").toAbsolutePath();
    if (!Files.exists(folder.resolve("oracle.mjs"))) {
      folder = Path.of("terminal-service/src/test/js").toAbsolutePath();
    }
    String node = node();
    if (!Files.isDirectory(folder.resolve("node_modules/@xterm/headless"))) {
      install(folder);
    }
    try {
      Process process =
          new ProcessBuilder(node, "oracle.mjs")
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      return new Oracle(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String node() {
    for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
      Path node = Path.of(directory, "node");
      if (Files.isExecutable(node) && majorVersion(node.toString()) >= MIN_NODE) {
        return node.toString();
      }
    }
    return missing("Node " + MIN_NODE + " or newer is not on the PATH: install it (nodejs.org)");
  }

  private static int majorVersion(String node) {
    try {
      Process process = new ProcessBuilder(node, "--version").start();
      String version = process.inputReader().readLine();
      return version == null ? 0 : Integer.parseInt(version.substring(1, version.indexOf('.')));
    } catch (IOException e) {
      return 0;
    }
  }

  private static void install(Path folder) {
    try {
      Process process =
          new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
        missing("@xterm/headless could not be installed: run npm ci in " + folder);
      }
    } catch (IOException e) {
      missing("npm is not on the PATH: install it with Node (nodejs.org)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String missing(String sentence) {
    return Boolean.getBoolean("devtail.strict") ? fail(sentence) : abort(sentence);
  }

  /** Steps in a list that can be added to. */
  static List<Step> steps(byte[]... writes) {
    List<Step> steps = new ArrayList<>();
    for (byte[] write : writes) {
      steps.add(Step.Write.of(write));
    }
    return steps;
  }
}
