package dev.devtail.context.workspace;

import java.util.HexFormat;

/**
 * SHA-256 of a file's bytes.
 *
 * @param hex 64 digits, small letters
 */
public record ContentHash(String hex) {

  private static final HexFormat FORMAT = HexFormat.of();

  public ContentHash {
    if (hex.length() != 64) {
      throw new IllegalArgumentException("hash: " + hex + " (expected: 64 digits)");
    }
  }

  /**
   * @param bytes 32
   */
  public static ContentHash of(byte[] bytes) {
    return new ContentHash(FORMAT.formatHex(bytes));
  }

  public byte[] bytes() {
    return FORMAT.parseHex(hex);
  }
}
