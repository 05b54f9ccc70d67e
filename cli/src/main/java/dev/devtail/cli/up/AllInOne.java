package dev.devtail.cli.up;

import dev.devtail.context.config.ContextServiceConfiguration;
import dev.devtail.gateway.config.GatewayConfiguration;
import dev.devtail.gateway.config.GatewayWebStack;
import dev.devtail.kit.KitConfiguration;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.router.config.RouterServiceConfiguration;
import dev.devtail.session.config.SessionServiceConfiguration;
import dev.devtail.terminal.config.TerminalServiceConfiguration;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * All services in one JVM and one Spring context. They meet through gRPC as ever, but within the
 * process: a call runs on the thread that makes it.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@GatewayWebStack
@ImportAutoConfiguration({
  PropertyPlaceholderAutoConfiguration.class,
  LifecycleAutoConfiguration.class
})
@Import({
  KitConfiguration.class,
  SessionServiceConfiguration.class,
  TerminalServiceConfiguration.class,
  RouterServiceConfiguration.class,
  ContextServiceConfiguration.class,
  GatewayConfiguration.class
})
public class AllInOne {

  @Bean(destroyMethod = "shutdownNow")
  Server inProcessServer(
      @Value("${devtail.up.server-name}") String name,
      List<BindableService> services,
      IdentityServerInterceptor identity)
      throws IOException {
    InProcessServerBuilder server =
        InProcessServerBuilder.forName(name).directExecutor().intercept(identity);
    services.forEach(server::addService);
    return server.build().start();
  }
}
