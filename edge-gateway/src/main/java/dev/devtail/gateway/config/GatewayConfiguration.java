package dev.devtail.gateway.config;

import dev.devtail.gateway.auth.Authenticator;
import dev.devtail.gateway.auth.RecentGrants;
import dev.devtail.gateway.backend.Backend;
import dev.devtail.gateway.backend.GrantChecks;
import dev.devtail.gateway.backend.TerminalChannels;
import dev.devtail.gateway.backend.TerminalLocator;
import dev.devtail.gateway.connect.EdgeConnections;
import dev.devtail.gateway.connect.EdgeServices;
import dev.devtail.gateway.connect.GrantWatch;
import dev.devtail.gateway.connect.OriginPolicy;
import dev.devtail.gateway.limits.UserLimits;
import dev.devtail.gateway.models.ModelRoutes;
import dev.devtail.gateway.rest.AccessRoutes;
import dev.devtail.gateway.rest.AgentRunRoutes;
import dev.devtail.gateway.rest.ContextRoutes;
import dev.devtail.gateway.rest.HeadAsGet;
import dev.devtail.gateway.rest.HistoryRoutes;
import dev.devtail.gateway.rest.Limiting;
import dev.devtail.gateway.rest.PublicRoutes;
import dev.devtail.gateway.rest.RecordingRoutes;
import dev.devtail.gateway.rest.RestRoutes;
import dev.devtail.gateway.rest.TemplateRoutes;
import dev.devtail.gateway.rest.Unmatched;
import dev.devtail.gateway.rest.UsageRoutes;
import dev.devtail.gateway.rest.Validators;
import dev.devtail.kit.grpc.ServiceChannels;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.kit.loop.SharedLoopResources;
import dev.devtail.kit.time.Uptime;
import dev.devtail.protocol.service.v1.AccessServiceGrpc;
import dev.devtail.protocol.service.v1.AgentRunServiceGrpc;
import dev.devtail.protocol.service.v1.ContextServiceGrpc;
import dev.devtail.protocol.service.v1.ModelServiceGrpc;
import dev.devtail.protocol.service.v1.SessionServiceGrpc;
import dev.devtail.protocol.service.v1.TemplateServiceGrpc;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc;
import dev.devtail.protocol.service.v1.UsageServiceGrpc;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.netty.resources.ConnectionProvider;

/** edge-gateway, wired. Imported by its own application and by the all-in-one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatewayProperties.class)
@Import(SecurityConfiguration.class)
public class GatewayConfiguration {

  @Bean(destroyMethod = "shutdownNow")
  ManagedChannel sessionServiceChannelOfGateway(
      ServiceChannels channels, GatewayProperties properties) {
    return channels.open(properties.sessionService());
  }

  @Bean(destroyMethod = "shutdownNow")
  ManagedChannel aiRouterChannelOfGateway(ServiceChannels channels, GatewayProperties properties) {
    return channels.open(properties.aiRouter());
  }

  @Bean(destroyMethod = "shutdownNow")
  ManagedChannel contextServiceChannelOfGateway(
      ServiceChannels channels, GatewayProperties properties) {
    return channels.open(properties.contextService());
  }

  @Bean(destroyMethod = "close")
  TerminalChannels terminalChannels(ServiceChannels channels, EventLoops loops) {
    return new TerminalChannels(channels, loops);
  }

  @Bean
  TerminalLocator terminalLocator(
      ManagedChannel sessionServiceChannelOfGateway,
      IdentityTokens tokens,
      GatewayProperties properties) {
    return new TerminalLocator(
        TerminalDirectoryGrpc.newStub(sessionServiceChannelOfGateway),
        tokens,
        properties.terminalService());
  }

  @Bean
  Backend backend(
      ManagedChannel sessionServiceChannelOfGateway,
      ManagedChannel aiRouterChannelOfGateway,
      ManagedChannel contextServiceChannelOfGateway,
      TerminalChannels channels,
      TerminalLocator locator,
      IdentityTokens tokens) {
    return new Backend(
        SessionServiceGrpc.newStub(sessionServiceChannelOfGateway),
        AccessServiceGrpc.newStub(sessionServiceChannelOfGateway),
        UsageServiceGrpc.newStub(aiRouterChannelOfGateway),
        AgentRunServiceGrpc.newStub(aiRouterChannelOfGateway),
        TemplateServiceGrpc.newStub(aiRouterChannelOfGateway),
        ContextServiceGrpc.newStub(contextServiceChannelOfGateway),
        channels,
        locator,
        tokens);
  }

  @Bean
  GrantChecks grantChecks(ManagedChannel sessionServiceChannelOfGateway, IdentityTokens tokens) {
    return new GrantChecks(AccessServiceGrpc.newStub(sessionServiceChannelOfGateway), tokens);
  }

  @Bean
  UserLimits userLimits(GatewayProperties properties) {
    return new UserLimits(properties.userRequestsPerSecond(), properties.userRequestsAtOnce());
  }

  @Bean
  EdgeServices edgeServices(
      Authenticator authenticator,
      Backend backend,
      ManagedChannel sessionServiceChannelOfGateway,
      TerminalLocator locator,
      TerminalChannels channels,
      IdentityTokens tokens,
      GatewayProperties properties,
      UserLimits userLimits,
      Clock clock,
      Uptime uptime) {
    return new EdgeServices(
        authenticator,
        backend,
        sessionServiceChannelOfGateway,
        locator,
        channels,
        tokens,
        properties.limits(),
        userLimits,
        clock,
        uptime);
  }

  @Bean
  EdgeConnections edgeConnections(EdgeServices services) {
    return new EdgeConnections(services);
  }

  @Bean
  GrantWatch grantWatch(EdgeConnections connections, GrantChecks checks, Clock clock) {
    return new GrantWatch(connections, checks, clock);
  }

  @Bean
  OriginPolicy originPolicy(GatewayProperties properties) {
    return new OriginPolicy(properties.allowedOrigins());
  }

  @Bean
  EdgeServer edgeServer(
      EventLoops loops,
      EdgeServices services,
      EdgeConnections connections,
      OriginPolicy origins,
      GatewayProperties properties,
      GrantWatch grants) {
    return new EdgeServer(loops, services, connections, origins, grants, properties.drain());
  }

  /**
   * The loops that the web server takes; what a customizer sets with {@code runOn} it takes back.
   */
  @Bean
  ReactorResourceFactory webServerResources(EventLoops loops) {
    ReactorResourceFactory resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    resources.setLoopResources(new SharedLoopResources(loops));
    resources.setConnectionProvider(ConnectionProvider.newConnection());
    return resources;
  }

  @Bean
  ModelRoutes modelRoutes(
      Authenticator authenticator,
      OriginPolicy origins,
      GatewayProperties properties,
      ManagedChannel aiRouterChannelOfGateway,
      IdentityTokens tokens,
      Clock clock,
      Uptime uptime) {
    return new ModelRoutes(
        new RecentGrants(authenticator, clock, uptime),
        origins,
        new UserLimits(properties.userModelCallsPerSecond(), properties.userModelCallsAtOnce()),
        ModelServiceGrpc.newStub(aiRouterChannelOfGateway),
        tokens);
  }

  @Bean
  WebServerFactoryCustomizer<NettyReactiveWebServerFactory> webServer(
      GatewayProperties properties, EdgeServer edge, ModelRoutes models) {
    return factory -> {
      factory.setPort(properties.port());
      factory.setAddress(address(properties.bind()));
      factory.addServerCustomizers(edge);
      factory.addRouteProviders(models::addTo);
    };
  }

  private static InetAddress address(String bind) {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "devtail.gateway.bind: no address is known for " + bind, e);
    }
  }

  @Bean
  RouterFunction<ServerResponse> restRoutes(
      Backend backend, UserLimits limits, GatewayProperties properties) {
    RouterFunction<ServerResponse> ofUsers =
        new RestRoutes(backend)
            .routes()
            .and(new RecordingRoutes(backend.recordings()).routes())
            .and(new AccessRoutes(backend.access()).routes())
            .and(new HistoryRoutes(backend.histories()).routes())
            .and(new UsageRoutes(backend.usage()).routes())
            .and(new AgentRunRoutes(backend.runs()).routes())
            .and(new TemplateRoutes(backend.templates()).routes())
            .and(new ContextRoutes(backend.contexts()).routes());
    return new Unmatched(
            new PublicRoutes(properties.auth().view())
                .routes()
                .and(Limiting.limited(ofUsers, limits)))
        .routes();
  }

  @Bean
  @Order(1)
  WebFilter headAsGet() {
    return new HeadAsGet();
  }

  @Bean
  @Order(2)
  WebFilter validators() {
    return new Validators();
  }

  @Bean
  WebFluxConfigurer webAppFiles() {
    return new WebAppFiles();
  }

  @Bean
  MeterBinder connectionMetrics(EdgeConnections connections, UserLimits limits) {
    return registry -> {
      Gauge.builder("devtail.gateway.connections", connections, EdgeConnections::count)
          .description("WebSocket connections that are open")
          .register(registry);
      FunctionCounter.builder("devtail.gateway.rate.limited", limits, UserLimits::refused)
          .description("Requests that were refused because their user asked too much")
          .register(registry);
    };
  }
}
