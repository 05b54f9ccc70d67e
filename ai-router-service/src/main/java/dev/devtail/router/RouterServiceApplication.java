package dev.devtail.router;

import dev.devtail.kit.KitConfiguration;
import dev.devtail.kit.grpc.GrpcServerStack;
import dev.devtail.router.config.RouterServiceConfiguration;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;

/**
 * ai-router-service as a process of its own. Its configuration file is {@code
 * ai-router-service.yaml}; {@link dev.devtail.router.config.RouterProperties} documents its keys.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({KitConfiguration.class, RouterServiceConfiguration.class})
@GrpcServerStack
public class RouterServiceApplication {

  /** Name of its configuration files, so that several services can lie on one class path. */
  private static final String CONFIG_NAME = "ai-router-service";

  /** The application, not yet running; tests give it their own arguments. */
  public static SpringApplication application() {
    SpringApplication application = new SpringApplication(RouterServiceApplication.class);
    application.setDefaultProperties(Map.of("spring.config.name", CONFIG_NAME));
    return application;
  }

  public static void main(String[] arguments) {
    application().run(arguments);
  }
}
