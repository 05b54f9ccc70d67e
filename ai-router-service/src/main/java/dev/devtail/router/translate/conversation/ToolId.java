package dev.devtail.router.translate.conversation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The id of a tool call, and the signature that Gemini has put to it. Callers see one string, which
 * has only letters that every protocol allows, and hand it back with the result and on each later
 * call; so neither need be stored here.
 *
 * @param id of the call alone, as its provider knows it
 * @param signature as Gemini wrote it; null if there is none
 */
public record ToolId(String id, @Nullable String signature) {

  /** Before an id that has other letters, in base64. */
  private static final String SPELT = "call_b64_";

  /** Between id and signature, which is in base64. */
  private static final String SEAL = "_gsig_";

  private static final int HASH_BYTES = 15;

  public static ToolId of(String id) {
    return new ToolId(id, null);
  }

  /** For the caller, as one string. */
  public String encoded() {
    String plain = isPlain() ? id : SPELT + base64(id);
    return signature == null ? plain : plain + SEAL + base64(signature);
  }

  /** What the caller hands back. */
  public static ToolId decode(String encoded) {
    try {
      int seal = encoded.indexOf(SEAL);
      return seal <= 0
          ? of(spelt(encoded))
          : new ToolId(
              spelt(encoded.substring(0, seal)), text(encoded.substring(seal + SEAL.length())));
    } catch (IllegalArgumentException notOurs) {
      return of(encoded);
    }
  }

  private static String spelt(String id) {
    return id.startsWith(SPELT) ? text(id.substring(SPELT.length())) : id;
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /**
   * The id, or a hash of it where it is longer than this: the same for a call and its result.
   *
   * @param maxChars that the provider takes
   */
  public String shortened(int maxChars) {
    return !id.isEmpty() && id.length() <= maxChars ? id : "call_" + hash(id);
  }

  /** As {@link #shortened}, and of nothing but letters, digits, {@code _} and {@code -}. */
  public String plain(int maxChars) {
    return isPlain() ? shortened(maxChars) : "call_" + hash(id);
  }

  private boolean isPlain() {
    return !id.isEmpty() && id.chars().allMatch(ToolId::isPlain);
  }

  private static boolean isPlain(int letter) {
    return (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9')
        || letter == '_'
        || letter == '-';
  }

  private static String hash(String id) {
    try {
      byte[] all = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      byte[] part = new byte[HASH_BYTES];
      System.arraycopy(all, 0, part, 0, HASH_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
