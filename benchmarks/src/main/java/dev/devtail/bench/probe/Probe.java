package dev.devtail.bench.probe;

import java.util.stream.Stream;

/** A shell at the other end of some path. Used by one thread. */
public interface Probe extends AutoCloseable {

  /** Longest text that can be waited for, in characters. */
  int MAX_TEXT = 64;

  /** Types without waiting for an answer. */
  void type(byte[] keys);

  /** Waits for output, and returns how many bytes of it came; they are in {@link #output}. */
  int receive();

  /** What {@link #receive} has read, from index 0. */
  byte[] output();

  @Override
  void close();

  /** Types one key and waits for its echo; returns the time it took, in nanoseconds. */
  default long echo(byte[] key) {
    long began = System.nanoTime();
    type(key);
    while (true) {
      int count = receive();
      byte[] output = output();
      for (int i = 0; i < count; i++) {
        if (output[i] == key[0]) {
          return System.nanoTime() - began;
        }
      }
    }
  }

  /** Reads until the text has come. */
  default void await(String text) {
    awaitAny(text);
  }

  /** Reads until the shell asks, as a user's shell or as root's. */
  default void awaitPrompt() {
    awaitAny("$ ", "# ");
  }

  private void awaitAny(String... texts) {
    StringBuilder seen = new StringBuilder();
    while (Stream.of(texts).noneMatch(text -> seen.indexOf(text) >= 0)) {
      int count = receive();
      seen.delete(0, Math.max(0, seen.length() - MAX_TEXT));
      for (int i = 0; i < count; i++) {
        seen.append((char) (output()[i] & 0xFF));
      }
    }
  }
}
