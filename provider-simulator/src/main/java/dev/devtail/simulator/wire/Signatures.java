package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Provider;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Signs what a model has thought, so that it is known again. A signature holds who has made it and
 * what it is of: no state is kept, and one of another provider is found out.
 */
final class Signatures {

  enum Verdict {
    GENUINE,
    /** Not made here, or by another provider. */
    FOREIGN,
    /** Made here, of something else. */
    ALTERED
  }

  private static final String MAKER = "devtail-simulator";

  private Signatures() {}

  static String sign(Provider provider, String text) {
    String content = "%s:%s:%08x".formatted(MAKER, provider, checksum(text));
    return Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param text empty where it has been left out, which a signature allows
   */
  static Verdict check(Provider provider, String signature, String text) {
    String content;
    try {
      content = new String(Base64.getDecoder().decode(signature), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noBase64) {
      return Verdict.FOREIGN;
    }
    if (!content.startsWith(MAKER + ":" + provider + ":")) {
      return Verdict.FOREIGN;
    }
    return text.isEmpty() || signature.equals(sign(provider, text))
        ? Verdict.GENUINE
        : Verdict.ALTERED;
  }

  private static long checksum(String text) {
    CRC32C sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return sum.getValue();
  }
}
