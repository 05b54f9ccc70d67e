package dev.devtail.router.cache;

import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.route.ModelName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What makes two requests the same: their user, their protocol, the model that answers, and all
 * that they say, however their properties are ordered.
 *
 * @param user nobody is given another's answer
 * @param hash SHA-256 of the canonical request, in hexadecimal digits
 */
public record CacheKey(String user, CallerProtocol protocol, ModelName model, String hash) {

  /** Beside what is asked: who asks, for the provider's books. */
  private static final String METADATA = "metadata";

  /** Claude Code's first system block: of the conversation, and nothing to the model. */
  private static final String BILLING = "x-anthropic-billing-header";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  /**
   * @param body JSON, an object
   */
  public static CacheKey of(String user, CallerProtocol protocol, ModelName model, byte[] body) {
    JsonNode request = JSON.readTree(body);
    if (request instanceof ObjectNode object) {
      object.remove(METADATA);
      // The one that answers is in the key.
      object.remove("model");
    }
    if (request.path("system") instanceof ArrayNode system) {
      Iterator<JsonNode> blocks = system.iterator();
      while (blocks.hasNext()) {
        if (blocks.next().path("text").asString("").startsWith(BILLING)) {
          blocks.remove();
        }
      }
    }
    return new CacheKey(user, protocol, model, sha256(JSON.writeValueAsBytes(request)));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JVM has SHA-256", impossible);
    }
  }
}
