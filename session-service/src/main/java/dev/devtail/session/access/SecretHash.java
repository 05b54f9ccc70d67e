package dev.devtail.session.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What is kept of a token's secret: its SHA-256 (FIPS 180-4). The secret is random and as long as
 * the hash, so neither salt nor a slow hash would make it harder to guess.
 */
public final class SecretHash {

  private final byte[] sha256;

  private SecretHash(byte[] sha256) {
    this.sha256 = sha256;
  }

  static SecretHash of(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new SecretHash(digest.digest(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }

  /**
   * @param sha256 as {@link #bytes} gave it
   */
  public static SecretHash stored(ByteBuffer sha256) {
    byte[] bytes = new byte[sha256.remaining()];
    sha256.duplicate().get(bytes);
    return new SecretHash(bytes);
  }

  public ByteBuffer bytes() {
    return ByteBuffer.wrap(sha256).asReadOnlyBuffer();
  }

  /** In a time that does not tell how much of it is right. */
  boolean isOf(String secret) {
    return MessageDigest.isEqual(sha256, of(secret).sha256);
  }
}
