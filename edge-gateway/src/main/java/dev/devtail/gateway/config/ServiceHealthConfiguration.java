package dev.devtail.gateway.config;

import dev.devtail.gateway.backend.ServiceHealth;
import dev.devtail.gateway.backend.TerminalChannels;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import io.grpc.ManagedChannel;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health of the services behind a gateway that is a process of its own. */
@Configuration(proxyBeanMethods = false)
public class ServiceHealthConfiguration {

  @Bean
  ServiceHealth sessionServiceHealthIndicator(ManagedChannel sessionServiceChannelOfGateway) {
    return new ServiceHealth(sessionServiceChannelOfGateway, SessionServiceGrpc.SERVICE_NAME);
  }

  @Bean
  ServiceHealth terminalServiceHealthIndicator(
      TerminalChannels channels, GatewayProperties properties) {
    return new ServiceHealth(channels.to(properties.terminalService()), "");
  }
}
