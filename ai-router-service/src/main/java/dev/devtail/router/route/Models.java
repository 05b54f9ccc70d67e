package dev.devtail.router.route;

import java.util.Optional;

/** The models that there are. */
public interface Models {

  Capabilities capabilities(ModelName model);

  /** Where a caller has named a provider with the model, {@code provider/model}: that one. */
  Optional<ModelName> named(String model);

  /** Where a model of that name is, as far as names tell; its provider may not be there. */
  ModelName asked(String model);
}
