package dev.devtail.terminal;

import dev.devtail.kit.KitConfiguration;
import dev.devtail.kit.grpc.GrpcServerStack;
import dev.devtail.terminal.config.TerminalServiceConfiguration;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;

/**
 * terminal-service as a process of its own. Its configuration file is {@code
 * terminal-service.yaml}; {@link dev.devtail.terminal.config.TerminalProperties} documents its
 * keys.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({KitConfiguration.class, TerminalServiceConfiguration.class})
@GrpcServerStack
public class TerminalServiceApplication {

  /** Name of its configuration files, so that several services can lie on one class path. */
  private static final String CONFIG_NAME = "terminal-service";

  /** The application, not yet running; tests give it their own arguments. */
  public static SpringApplication application() {
    SpringApplication application = new SpringApplication(TerminalServiceApplication.class);
    application.setDefaultProperties(Map.of("spring.config.name", CONFIG_NAME));
    return application;
  }

  public static void main(String[] arguments) {
    application().run(arguments);
  }
}
