package dev.devtail.gateway;

import dev.devtail.gateway.fakes.FakeServices;
import dev.devtail.kit.time.Uptime;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The gateway as a process runs it, on any port, in front of {@link FakeServices}. */
final class RunningGateway implements AutoCloseable {

  static final String TOKEN = "the-token-of-the-owner-0123456789";
  static final String ALLOWED_ORIGIN = "https://app.example.org";
  static final int MAX_CHANNELS = 4;
  static final int MAX_CALLS = 3;
  static final int MAX_UNAUTHENTICATED = 8;

  final MutableClock clock = new MutableClock();
  final MutableUptime uptime = new MutableUptime();
  final FakeServices services = new FakeServices(clock);
  final ConfigurableApplicationContext context;

  RunningGateway(Map<String, String> settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--devtail.identity.key=" + Base64.getEncoder().encodeToString(FakeServices.key()),
                "--devtail.event-loops=2",
                "--devtail.gateway.port=0",
                "--devtail.gateway.session-service=" + services.sessionAddress(),
                "--devtail.gateway.terminal-service=" + services.terminalAddress(),
                "--devtail.gateway.ai-router=" + services.routerAddress(),
                "--devtail.gateway.context-service=" + services.terminalAddress(),
                "--devtail.gateway.allowed-origins=" + ALLOWED_ORIGIN,
                "--devtail.gateway.max-channels=" + MAX_CHANNELS,
                "--devtail.gateway.max-calls-in-flight=" + MAX_CALLS,
                "--devtail.gateway.max-unauthenticated=" + MAX_UNAUTHENTICATED,
                "--logging.level.root=warn"));
    if (!settings.containsKey("drain")) {
      arguments.add("--devtail.gateway.drain=0s");
    }
    settings.forEach((key, value) -> arguments.add("--devtail.gateway." + key + "=" + value));
    context =
        new SpringApplicationBuilder(GatewayApplication.class)
            .web(WebApplicationType.REACTIVE)
            .properties("spring.config.name=edge-gateway")
            .initializers(
                (GenericApplicationContext starting) -> {
                  starting.registerBean(
                      "testClock",
                      Clock.class,
                      () -> clock,
                      definition -> definition.setPrimary(true));
                  starting.registerBean(
                      "testUptime",
                      Uptime.class,
                      () -> uptime,
                      definition -> definition.setPrimary(true));
                })
            .run(arguments.toArray(String[]::new));
  }

  static RunningGateway ofOwner() {
    return new RunningGateway(Map.of("auth.owner-token", TOKEN, "auth.owner", "ada"));
  }

  int port() {
    return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
  }

  URI connectUri() {
    return URI.create("ws://127.0.0.1:" + port() + "/v1/connect");
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  WebTestClient http() {
    return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port()).build();
  }

  WebTestClient http(String token) {
    return http().mutate().defaultHeader("Authorization", "Bearer " + token).build();
  }

  @Override
  public void close() {
    context.close();
    services.close();
  }

  /** One for all tests that need no special one; each begins with nothing asked of the services. */
  static final class Shared implements ParameterResolver, BeforeEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
      shared(context).services.forget();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RunningGateway.class;
    }

    @Override
    public RunningGateway resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return shared(context);
    }

    private static RunningGateway shared(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(Namespace.GLOBAL)
          .computeIfAbsent(
              RunningGateway.class, type -> RunningGateway.ofOwner(), RunningGateway.class);
    }
  }
}
