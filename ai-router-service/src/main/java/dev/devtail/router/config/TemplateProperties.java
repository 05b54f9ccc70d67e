package dev.devtail.router.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code devtail.router.templates.*}
 *
 * @param directory with templates of the operator, {@code NAME.VERSION.mustache}, read when the
 *     service starts. They stand in the place of those that come with DevTail. Default: none.
 */
@ConfigurationProperties("devtail.router.templates")
public record TemplateProperties(@Nullable Path directory) {}
