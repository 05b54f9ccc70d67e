package dev.devtail.router.config;

import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.provider.Deployment;
import dev.devtail.router.provider.DeploymentLimits;
import dev.devtail.router.provider.WellKnownProviders;
import dev.devtail.router.provider.WellKnownProviders.WellKnown;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes ways to providers of what is configured, and of keys that lie in the environment. */
final class ProviderReader {

  private static final RouterProperties.Provider UNCONFIGURED =
      new RouterProperties.Provider(null, null, List.of(), List.of(), 0, 0, null);

  private final Function<String, @Nullable String> environment;

  ProviderReader(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * @throws IllegalArgumentException if one has no address, a weight below 1, or a limit below 0
   */
  List<Deployment> deployments(RouterProperties properties) {
    Map<String, RouterProperties.Provider> all = new LinkedHashMap<>(properties.providers());
    for (WellKnown known : WellKnownProviders.all()) {
      if (!key(known).isEmpty()) {
        all.putIfAbsent(known.name(), UNCONFIGURED);
      }
    }
    List<Deployment> deployments = new ArrayList<>();
    all.forEach((name, provider) -> deployments.addAll(ways(name, provider)));
    return deployments;
  }

  private String key(WellKnown known) {
    String value = known.keyVariable().isEmpty() ? null : environment.apply(known.keyVariable());
    return value == null ? "" : value.strip();
  }

  private List<Deployment> ways(String name, RouterProperties.Provider provider) {
    Optional<WellKnown> known = WellKnownProviders.named(name);
    ProviderProtocol configured = provider.protocol();
    ProviderProtocol protocol =
        configured != null
            ? configured
            : known.map(WellKnown::protocol).orElse(ProviderProtocol.OPENAI);
    List<RouterProperties.Way> ways = new ArrayList<>(provider.ways());
    provider.keys().forEach(key -> ways.add(new RouterProperties.Way(null, key, 1)));
    if (ways.isEmpty()) {
      ways.add(new RouterProperties.Way(null, known.map(this::key).orElse(""), 1));
    }
    DeploymentLimits limits = provider.limits(name);
    List<Deployment> deployments = new ArrayList<>();
    for (RouterProperties.Way way : ways) {
      String path = "devtail.router.providers." + name;
      if (way.weight() < 1) {
        throw new IllegalArgumentException(
            "%s: weight: %d (expected: 1 or more)".formatted(path, way.weight()));
      }
      deployments.add(
          new Deployment(
              name,
              deployments.size() + 1,
              protocol,
              address(path, way, provider, known),
              way.key(),
              way.weight(),
              limits));
    }
    return deployments;
  }

  private static URI address(
      String path,
      RouterProperties.Way way,
      RouterProperties.Provider provider,
      Optional<WellKnown> known) {
    URI own = way.baseUrl() == null ? provider.baseUrl() : way.baseUrl();
    if (own == null && known.isEmpty()) {
      throw new IllegalArgumentException(
          path + ".base-url: missing (expected: as https://api.example.org/v1)");
    }
    URI url = own == null ? URI.create(known.orElseThrow().baseUrl()) : own;
    if (url.getHost() == null
        || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
      throw new IllegalArgumentException(
          "%s.base-url: %s (expected: as https://api.example.org/v1)".formatted(path, url));
    }
    String text = url.toString();
    return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
  }
}
