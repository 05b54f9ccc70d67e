package dev.devtail.terminal;

import dev.devtail.kit.KitConfiguration;
import dev.devtail.terminal.config.TerminalServiceConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerServicesAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.health.GrpcServerHealthAutoConfiguration;
import org.springframework.context.annotation.Import;

/** terminal-service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({KitConfiguration.class, TerminalServiceConfiguration.class})
@ImportAutoConfiguration({
  GrpcServerAutoConfiguration.class,
  GrpcServerServicesAutoConfiguration.class,
  GrpcServerHealthAutoConfiguration.class
})
public class TerminalServiceApplication {

  public static void main(String[] args) {
    SpringApplication application =
        new SpringApplicationBuilder(TerminalServiceApplication.class)
            .properties("spring.config.name=terminal-service")
            .build();
    application.run(args);
  }
}
