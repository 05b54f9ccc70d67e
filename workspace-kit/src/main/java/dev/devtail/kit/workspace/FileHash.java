package dev.devtail.kit.workspace;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a whole file (FIPS 180-4).
 *
 * @param hex in hexadecimal
 */
public record FileHash(String hex) {

  public static final int BYTES = 32;

  /**
   * @param bytes {@value #BYTES} of them
   */
  public static FileHash of(byte[] bytes) {
    return new FileHash(HexFormat.of().formatHex(bytes));
  }

  public static FileHash ofContent(byte[] content) {
    return of(digest().digest(content));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
