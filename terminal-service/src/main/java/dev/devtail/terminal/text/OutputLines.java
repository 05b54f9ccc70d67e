package dev.devtail.terminal.text;

import java.util.Arrays;

/** Lines of an output that comes as bytes, each told with the offset where it begins. */
public final class OutputLines {

  private static final byte ESCAPE = 0x1B;

  private final LineExtractor extractor;
  private final Utf8Joiner joiner = new Utf8Joiner();

  public OutputLines(LineExtractor extractor) {
    this.extractor = extractor;
  }

  /**
   * Takes the next bytes, cut anywhere.
   *
   * @param offset of the first of them
   */
  public void write(long offset, byte[] bytes) {
    int begin = 0;
    for (int i = 0; i < bytes.length; i++) {
      boolean lineEnds = bytes[i] == '\n';
      boolean last = i + 1 == bytes.length;
      // A sequence may end a line: what follows it has a place of its own.
      if (lineEnds || last || bytes[i + 1] == ESCAPE) {
        extractor.write(offset + begin, joiner.join(Arrays.copyOfRange(bytes, begin, i + 1)));
        begin = i + 1;
      }
    }
  }

  /** Ends the line that is not finished; bytes are missing, or there are no more. */
  public void end() {
    extractor.end();
  }
}
