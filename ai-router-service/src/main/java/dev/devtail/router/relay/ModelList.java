package dev.devtail.router.relay;

import dev.devtail.router.catalog.Catalog;
import dev.devtail.router.catalog.ModelFacts;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.route.Models;
import dev.devtail.router.usage.Price;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The models that callers may name, as Anthropic or as OpenAI lists them; what is known of each
 * beyond that is in its {@code devtail}.
 */
public final class ModelList {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Nobody tells when models were made. */
  private static final String UNKNOWN_TIME = "1970-01-01T00:00:00Z";

  private final Models models;
  private final Catalog catalog;

  public ModelList(Models models, Catalog catalog) {
    this.models = models;
    this.catalog = catalog;
  }

  /** As Anthropic lists them where {@code anthropic-version} is sent, as its SDKs do. */
  public Flux<AnswerPart> answer(Headers headers) {
    List<ModelName> all = models.known();
    boolean anthropic = !headers.first("anthropic-version").isEmpty();
    ObjectNode list = anthropic ? ofAnthropic(all) : ofOpenAi(all);
    return Flux.just(AnswerPart.json(200, list.toString()));
  }

  private ObjectNode ofAnthropic(List<ModelName> all) {
    ObjectNode list = JSON.createObjectNode();
    ArrayNode data = list.putArray("data");
    for (ModelName model : all) {
      data.addObject()
          .put("type", "model")
          .put("id", id(model))
          .put("display_name", model.model())
          .put("created_at", UNKNOWN_TIME)
          .set("devtail", facts(model));
    }
    list.put("has_more", false);
    if (!all.isEmpty()) {
      list.put("first_id", id(all.getFirst())).put("last_id", id(all.getLast()));
    }
    return list;
  }

  private ObjectNode ofOpenAi(List<ModelName> all) {
    ObjectNode list = JSON.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    for (ModelName model : all) {
      data.addObject()
          .put("id", id(model))
          .put("object", "model")
          .put("created", 0)
          .put("owned_by", model.provider())
          .set("devtail", facts(model));
    }
    return list;
  }

  /** Its own name where that leads to it, else with its provider's. */
  private String id(ModelName model) {
    return models.asked(model.model()).equals(model) ? model.model() : model.toString();
  }

  private ObjectNode facts(ModelName model) {
    ModelFacts facts = catalog.facts(model);
    Price price = facts.price();
    ObjectNode node =
        JSON.createObjectNode()
            .put("provider", model.provider())
            .put("context_tokens", facts.capabilities().contextTokens())
            .put("max_output_tokens", facts.maxOutputTokens())
            .put("tools", facts.capabilities().tools())
            .put("images", facts.capabilities().images());
    perMillion(node, "input_usd_per_million", price.input());
    perMillion(node, "output_usd_per_million", price.output());
    perMillion(node, "cache_read_usd_per_million", price.cacheRead());
    return node;
  }

  /** A price that is not known is not there. */
  private static void perMillion(ObjectNode node, String name, @Nullable BigDecimal rate) {
    if (rate != null) {
      BigDecimal dollars = rate.movePointRight(6).stripTrailingZeros();
      // Ten is 10, not 1E+1.
      node.put(name, dollars.scale() < 0 ? dollars.setScale(0) : dollars);
    }
  }
}
