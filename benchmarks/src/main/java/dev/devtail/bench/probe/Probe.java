package dev.devtail.bench.probe;

/** A shell at the other end of some path. Used by one thread. */
public interface Probe extends AutoCloseable {

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
    StringBuilder seen = new StringBuilder();
    while (seen.indexOf(text) < 0) {
      int count = receive();
      for (int i = 0; i < count; i++) {
        seen.append((char) (output()[i] & 0xFF));
      }
      if (seen.length() > 64 * 1024) {
        seen.delete(0, seen.length() - text.length());
      }
    }
  }
}
