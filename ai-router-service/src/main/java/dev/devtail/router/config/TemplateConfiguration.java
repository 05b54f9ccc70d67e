package dev.devtail.router.config;

import dev.devtail.router.grpc.TemplateEndpoint;
import dev.devtail.router.template.TemplateException;
import dev.devtail.router.template.TemplateLibrary;
import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Prompt templates. Imported by the service's configuration. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TemplateProperties.class)
class TemplateConfiguration {

  @Bean
  TemplateLibrary templateLibrary(TemplateProperties properties) {
    Path directory = properties.directory();
    if (directory == null) {
      return TemplateLibrary.shipped();
    }
    try {
      return TemplateLibrary.with(directory);
    } catch (TemplateException wrong) {
      throw new IllegalArgumentException(
          "devtail.router.templates.directory: %s: %s".formatted(directory, wrong.message()),
          wrong);
    }
  }

  @Bean
  TemplateEndpoint templateEndpoint(TemplateLibrary library) {
    return new TemplateEndpoint(library);
  }
}
