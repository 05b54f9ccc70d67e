package dev.devtail.terminal.screen;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * How fast a screen takes output, per second of the thread's CPU time so that neighbours count
 * little, in pieces of 4 KB as they come from a PTY. Not a test: run {@code main}; arguments are
 * files to measure instead of what it makes up.
 */
final class ScreenBenchmark {
  private static final int PIECE = 4096;
  private static final int SAMPLE = 8 << 20;
  private static final int ROUNDS = 12;
  private static final int COLUMNS = 120;
  private static final int ROWS = 40;
  private static final int SCROLLBACK = 1000;

  private ScreenBenchmark() {}

  public static void main(String[] args) throws IOException {
    if (args.length > 0) {
      for (String file : args) {
        measure(file, repeated(Files.readAllBytes(Path.of(file))));
      }
      return;
    }
    measure("seq", seq());
    measure("ls -lR", repeated(listing(false)));
    measure("ls -lR --color", repeated(listing(true)));
    measure("24-bit colours", repeated(gradient()));
    measure("CJK", repeated("漢字かな交じり文と한국어 text\r\n".repeat(1000).getBytes(StandardCharsets.UTF_8)));
  }

  private static void measure(String name, byte[] sample) {
    Screen screen = new Screen(COLUMNS, ROWS, SCROLLBACK);
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = nanos();
      for (int i = 0; i < sample.length; i += PIECE) {
        screen.write(sample, i, Math.min(PIECE, sample.length - i));
      }
      best = Math.max(best, sample.length * 1e3 / (nanos() - start));
    }
    long start = nanos();
    int dumped = screen.dump().length;
    double millis = (nanos() - start) / 1e6;
    System.out.printf(
        "%-16s %6.0f MB/s, dump %d KB in %.1f ms%n", name, best, dumped >> 10, millis);
  }

  private static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static byte[] seq() {
    StringBuilder text = new StringBuilder();
    for (int i = 1; text.length() < SAMPLE; i++) {
      text.append(i).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] listing(boolean colored) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      text.append("-rw-r--r-- 1 root root ").append(1000 + random.nextInt(900_000));
      text.append(" Nov 21 09:").append(10 + random.nextInt(50)).append(' ');
      String name = "file-" + Long.toString(random.nextLong() >>> 20, 36);
      text.append(colored ? "\033[01;32m" + name + "\033[0m" : name).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gradient() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("\033[38;2;").append(random.nextInt(256)).append(';');
      text.append(random.nextInt(256)).append(";64mcolour").append(i % 12 == 0 ? "\r\n" : " ");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] repeated(byte[] text) {
    byte[] sample = new byte[Math.max(1, SAMPLE / text.length) * text.length];
    for (int i = 0; i < sample.length; i += text.length) {
      System.arraycopy(text, 0, sample, i, text.length);
    }
    return sample;
  }
}
