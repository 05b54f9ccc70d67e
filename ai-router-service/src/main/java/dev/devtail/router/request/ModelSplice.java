package dev.devtail.router.request;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.core.io.JsonStringEncoder;

/** Puts another model's name into a request; every other byte stays. */
public final class ModelSplice {

  private ModelSplice() {}

  /**
   * @return the body itself if that is its model already
   */
  public static byte[] splice(byte[] body, RequestFacts facts, String model) {
    if (facts.model().equals(model)) {
      return body;
    }
    String quoted = '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(model)) + '"';
    byte[] name = quoted.getBytes(StandardCharsets.UTF_8);
    byte[] spliced =
        Arrays.copyOf(body, body.length - (facts.modelEnd() - facts.modelStart()) + name.length);
    System.arraycopy(name, 0, spliced, facts.modelStart(), name.length);
    System.arraycopy(
        body,
        facts.modelEnd(),
        spliced,
        facts.modelStart() + name.length,
        body.length - facts.modelEnd());
    return spliced;
  }
}
