package dev.devtail.gateway;

import dev.devtail.gateway.config.GatewayConfiguration;
import dev.devtail.gateway.config.GatewayWebStack;
import dev.devtail.gateway.config.ServiceHealthConfiguration;
import dev.devtail.kit.KitConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** edge-gateway as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@GatewayWebStack
@Import({KitConfiguration.class, GatewayConfiguration.class, ServiceHealthConfiguration.class})
public class GatewayApplication {

  public static void main(String[] args) {
    new SpringApplicationBuilder(GatewayApplication.class)
        .web(WebApplicationType.REACTIVE)
        .properties("spring.config.name=edge-gateway")
        .run(args);
  }
}
