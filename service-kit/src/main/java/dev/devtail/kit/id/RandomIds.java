package dev.devtail.kit.id;

import java.security.SecureRandom;
import java.util.Base64;

/** Ids that nobody can guess: 20 characters of base64url, 120 bits. Safe for several threads. */
public final class RandomIds {

  private static final int BYTES = 15;

  private final SecureRandom random = new SecureRandom();

  /** Begins with a letter or a digit: on a command line a hyphen would make it an option. */
  public String next() {
    byte[] bytes = new byte[BYTES];
    String id;
    do {
      random.nextBytes(bytes);
      id = Base64.getUrlEncoder().encodeToString(bytes);
    } while (!Character.isLetterOrDigit(id.charAt(0)));
    return id;
  }
}
