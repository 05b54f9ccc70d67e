package dev.devtail.router.config;

import dev.devtail.kit.id.RandomIds;
import dev.devtail.kit.id.TimeOrderedIds;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.kit.loop.SharedLoopResources;
import dev.devtail.router.budget.Budgets;
import dev.devtail.router.catalog.Catalog;
import dev.devtail.router.catalog.ConfiguredModels;
import dev.devtail.router.catalog.FirstTokenTimes;
import dev.devtail.router.exchange.HttpFaults;
import dev.devtail.router.grpc.ModelGrpcService;
import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.provider.Deployment;
import dev.devtail.router.provider.Deployments;
import dev.devtail.router.provider.HttpProviderClient;
import dev.devtail.router.provider.ProviderClient;
import dev.devtail.router.relay.Attempts;
import dev.devtail.router.relay.ModelList;
import dev.devtail.router.relay.Relay;
import dev.devtail.router.route.Models;
import dev.devtail.router.route.Rules;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Everything of ai-router-service, for the process of its own and for the all-in-one alike. It
 * needs {@link dev.devtail.kit.KitConfiguration} beside it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RouterProperties.class, WindowProperties.class})
@Import({LedgerConfiguration.class, TemplateConfiguration.class, RolesConfiguration.class})
public class RouterServiceConfiguration {

  private static final int CONNECT_MILLIS = 10_000;

  /** A way that has failed so often, of the last calls to it, is left alone. */
  private static final CircuitBreakerConfig LEFT_ALONE =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(20)
          .minimumNumberOfCalls(10)
          .failureRateThreshold(50)
          .waitDurationInOpenState(Duration.ofSeconds(10))
          .permittedNumberOfCallsInHalfOpenState(3)
          .build();

  @Bean
  Catalog routerCatalog(RouterProperties properties) {
    Catalog builtIn = Catalog.builtIn();
    String file = properties.prices();
    if (file == null) {
      return builtIn;
    }
    try (InputStream own = Files.newInputStream(Path.of(file))) {
      return builtIn.with(own);
    } catch (IOException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "devtail.router.prices: %s: %s".formatted(file, wrong.getMessage()), wrong);
    }
  }

  @Bean
  Deployments routerDeployments(RouterProperties properties, Environment environment, Clock clock) {
    List<Deployment> all = new ProviderReader(environment::getProperty).deployments(properties);
    return new Deployments(all, LEFT_ALONE, clock, RandomGenerator.getDefault());
  }

  @Bean
  FirstTokenTimes firstTokenTimes(Clock clock) {
    return new FirstTokenTimes(clock);
  }

  @Bean
  Models routerModels(Catalog catalog, Deployments deployments, FirstTokenTimes firstTokens) {
    return new ConfiguredModels(catalog, deployments.providers(), firstTokens);
  }

  @Bean
  Rules routerRules(RouterProperties properties, Models models, Environment environment) {
    return new RuleReader(Origins.of(environment))
        .rules(properties.rules(), properties.routes(), models);
  }

  @Bean(destroyMethod = "dispose")
  ConnectionProvider routerConnections(RouterProperties properties) {
    return ConnectionProvider.builder("devtail-router")
        .maxConnections(properties.maxConnections())
        .pendingAcquireMaxCount(properties.maxConnections())
        .build();
  }

  @Bean
  ProviderClient routerProviderClient(ConnectionProvider connections, EventLoops loops) {
    return new HttpProviderClient(
        HttpClient.create(connections)
            .runOn(new SharedLoopResources(loops))
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
            .option(ChannelOption.TCP_NODELAY, true));
  }

  /** Where there is no database: nothing is kept, and no budget holds. */
  @Bean
  @ConditionalOnMissingBean(Ledger.class)
  Ledger routerLedger() {
    return new LoggedLedger();
  }

  @Bean
  @ConditionalOnMissingBean(Budgets.class)
  Budgets routerBudgets(Ledger ledger) {
    return Budgets.none(ledger);
  }

  @Bean
  Relay routerRelay(
      Rules rules,
      Deployments deployments,
      Catalog catalog,
      Budgets budgets,
      Ledger ledger,
      ProviderClient client,
      FirstTokenTimes firstTokens,
      RouterProperties properties,
      WindowProperties window,
      Clock clock) {
    return new Relay(
        rules,
        deployments,
        catalog,
        budgets,
        ledger,
        properties.cache().cache(),
        window.settings(),
        new Attempts(client, deployments, new HttpFaults(clock), properties.times(), firstTokens),
        clock,
        new RandomIds()::next,
        new TimeOrderedIds(clock, new SecureRandom())::next);
  }

  @Bean
  ModelGrpcService routerModelGrpcService(Relay relay, Models models, Catalog catalog) {
    return new ModelGrpcService(relay, new ModelList(models, catalog));
  }
}
