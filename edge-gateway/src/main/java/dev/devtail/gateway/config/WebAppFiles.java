package dev.devtail.gateway.config;

import dev.devtail.gateway.rest.Validators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.reactive.config.ResourceHandlerRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.resource.EncodedResourceResolver;

/**
 * The web app's files. Those below {@code assets/} have the hash of their content in their names,
 * and the build puts a compressed one beside each; the others are asked for again each time. Times
 * say nothing: in a jar of ours all files are of the same.
 */
final class WebAppFiles implements WebFluxConfigurer {

  private static final String LOCATION = "classpath:/META-INF/resources/";
  private static final Duration YEAR = Duration.ofDays(365);

  /** As many as there are files. */
  private final Map<URI, String> validators = new ConcurrentHashMap<>();

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations(LOCATION + "assets/")
        .setCacheControl(CacheControl.maxAge(YEAR).cachePublic().immutable())
        .setUseLastModified(false)
        .resourceChain(true)
        .addResolver(new EncodedResourceResolver());
    registry
        .addResourceHandler("/**")
        .addResourceLocations(LOCATION)
        .setCacheControl(CacheControl.noCache())
        .setUseLastModified(false)
        .setEtagGenerator(this::validator);
  }

  private String validator(Resource file) {
    try {
      return validators.computeIfAbsent(file.getURI(), named -> contentOf(file));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private static String contentOf(Resource file) {
    try {
      return Validators.of(file.getContentAsByteArray());
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
