package dev.devtail.terminal.history;

import org.jspecify.annotations.Nullable;

/** What a record of a segment holds. The number is in the file. */
enum RecordKind {
  /** Bytes that the program wrote. */
  OUTPUT(1),
  /** The size from here on. */
  SIZE(2),
  /** The size, and what draws the screen here. */
  SCREEN(3);

  private final byte number;

  RecordKind(int number) {
    this.number = (byte) number;
  }

  byte number() {
    return number;
  }

  static @Nullable RecordKind of(byte number) {
    for (RecordKind kind : values()) {
      if (kind.number == number) {
        return kind;
      }
    }
    return null;
  }
}
