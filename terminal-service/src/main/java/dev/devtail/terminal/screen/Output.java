package dev.devtail.terminal.screen;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes being put together. */
final class Output {
  private static final int FIRST_CAPACITY = 256;
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int size;

  int size() {
    return size;
  }

  byte[] array() {
    return bytes;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  String toText() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  /** Forgets the contents, and the memory too if there is more than {@code keep} bytes of it. */
  void clear(int keep) {
    size = 0;
    if (bytes.length > keep) {
      bytes = NOTHING;
    }
  }

  Output put(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  Output put(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  Output text(String text) {
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      codePoint(codePoint);
      i += Character.charCount(codePoint);
    }
    return this;
  }

  /** Writes a code point as UTF-8. */
  Output codePoint(int codePoint) {
    if (codePoint < 0x80) {
      return put(codePoint);
    }
    if (codePoint < 0x800) {
      return put(0xC0 | codePoint >> 6).continuation(codePoint);
    }
    if (codePoint < 0x10000) {
      return put(0xE0 | codePoint >> 12).continuation(codePoint >> 6).continuation(codePoint);
    }
    put(0xF0 | codePoint >> 18).continuation(codePoint >> 12);
    return continuation(codePoint >> 6).continuation(codePoint);
  }

  private Output continuation(int bits) {
    return put(0x80 | (bits & 0x3F));
  }

  /** Writes a number in decimal digits. */
  Output number(int number) {
    if (number >= 10) {
      number(number / 10);
    }
    return put('0' + number % 10);
  }

  /** Writes a number in seven bits a byte, least first. */
  Output varint(int number) {
    int rest = number;
    while ((rest & ~0x7F) != 0) {
      put(rest | 0x80);
      rest >>>= 7;
    }
    return put(rest);
  }

  /** Writes a number in four bytes, most significant first. */
  Output int32(int number) {
    return put(number >> 24).put(number >> 16).put(number >> 8).put(number);
  }

  /** Makes room for so many bytes in {@link #array} and counts them as written. */
  int extend(int length) {
    reserve(length);
    size += length;
    return size - length;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes =
          Arrays.copyOf(bytes, Math.max(size + more, Math.max(FIRST_CAPACITY, bytes.length * 2)));
    }
  }
}
