package dev.devtail.session;

import dev.devtail.kit.KitConfiguration;
import dev.devtail.kit.grpc.GrpcServerStack;
import dev.devtail.session.config.SessionServiceConfiguration;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;

/**
 * Session-service as a process of its own. Its configuration file is {@code session-service.yaml};
 * {@link dev.devtail.session.config.SessionProperties} documents its keys.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({KitConfiguration.class, SessionServiceConfiguration.class})
@GrpcServerStack
public class SessionServiceApplication {

  /** Name of its configuration files, so that several services can lie on one class path. */
  private static final String CONFIG_NAME = "session-service";

  /** The application, not yet running; tests give it their own arguments. */
  public static SpringApplication application() {
    SpringApplication application = new SpringApplication(SessionServiceApplication.class);
    application.setDefaultProperties(Map.of("spring.config.name", CONFIG_NAME));
    return application;
  }

  public static void main(String[] arguments) {
    application().run(arguments);
  }
}
