package dev.devtail.router.config;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.Environment;

/** Where configuration comes from: the file and the line, for whoever has to mend it. */
final class Origins {

  private final Iterable<ConfigurationPropertySource> sources;

  Origins(Iterable<ConfigurationPropertySource> sources) {
    this.sources = sources;
  }

  static Origins of(Environment environment) {
    return new Origins(ConfigurationPropertySources.get(environment));
  }

  /**
   * Where in a file a key, or the first one below it, is set.
   *
   * @return as in {@code file [ai-router-service.yaml] - 12:7}; empty if it is in none
   */
  Optional<String> of(String key) {
    ConfigurationPropertyName name = ConfigurationPropertyName.of(key);
    for (ConfigurationPropertySource source : sources) {
      Optional<Origin> origin =
          names(source)
              .filter(one -> one.equals(name) || name.isAncestorOf(one))
              .flatMap(
                  one ->
                      Stream.ofNullable(source.getConfigurationProperty(one))
                          .flatMap(property -> Stream.ofNullable(inFile(property.getOrigin()))))
              .findFirst();
      if (origin.isPresent()) {
        return origin.map(Origin::toString);
      }
    }
    return Optional.empty();
  }

  private static @Nullable Origin inFile(@Nullable Origin origin) {
    Origin own = origin instanceof PropertySourceOrigin of ? of.getOrigin() : origin;
    return own instanceof TextResourceOrigin ? own : null;
  }

  private static Stream<ConfigurationPropertyName> names(ConfigurationPropertySource source) {
    return source instanceof IterableConfigurationPropertySource iterable
        ? iterable.stream()
        : Stream.empty();
  }
}
