package dev.devtail.context;

import dev.devtail.context.config.ContextServiceConfiguration;
import dev.devtail.kit.KitConfiguration;
import dev.devtail.kit.grpc.GrpcServerStack;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;

/**
 * context-service as a process of its own. Its configuration file is {@code context-service.yaml};
 * {@link dev.devtail.context.config.ContextProperties} documents its keys.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({KitConfiguration.class, ContextServiceConfiguration.class})
@GrpcServerStack
public class ContextServiceApplication {

  /** Name of its configuration files, so that several services can lie on one class path. */
  private static final String CONFIG_NAME = "context-service";

  /** The application, not yet running; tests give it their own arguments. */
  public static SpringApplication application() {
    SpringApplication application = new SpringApplication(ContextServiceApplication.class);
    application.setDefaultProperties(Map.of("spring.config.name", CONFIG_NAME));
    return application;
  }

  public static void main(String[] arguments) {
    application().run(arguments);
  }
}
