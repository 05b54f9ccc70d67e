package dev.devtail.router.route;

import dev.devtail.router.request.RequestFacts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The models that there are. */
public interface Models {

  /** All that are known by name. There may be others. */
  List<ModelName> known();

  Capabilities capabilities(ModelName model);

  /** In US dollars, roughly: to choose by. Empty if its price is not known. */
  Optional<BigDecimal> expectedCost(ModelName model, RequestFacts request);

  /** How soon it has lately begun to answer; empty if it has not been asked lately. */
  Optional<Duration> firstToken(ModelName model);

  /** Where a caller has named a provider with the model, {@code provider/model}: that one. */
  Optional<ModelName> named(String model);

  /** Where a model of that name is, as far as names tell; its provider may not be there. */
  ModelName asked(String model);
}
