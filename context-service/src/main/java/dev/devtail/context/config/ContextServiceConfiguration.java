package dev.devtail.context.config;

import dev.devtail.context.build.ContextBuilder;
import dev.devtail.context.build.TokenCounter;
import dev.devtail.context.grpc.ContextEndpoint;
import dev.devtail.context.live.FactsCache;
import dev.devtail.context.live.FactsReader;
import dev.devtail.context.live.IndexRoom;
import dev.devtail.context.live.LiveWorkspaces;
import dev.devtail.context.workspace.remote.RemoteWorkspace;
import dev.devtail.kit.grpc.PlaceChannels;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.syntax.CodeParser;
import dev.devtail.syntax.worker.IsolatedParser;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The whole service, but for its server and for what {@code KitConfiguration} has. */
@Configuration(proxyBeanMethods = false)
@Import(FactsCacheConfiguration.class)
@EnableConfigurationProperties(ContextProperties.class)
public class ContextServiceConfiguration {

  @Bean(destroyMethod = "dispose")
  Scheduler contextScheduler(ContextProperties properties) {
    return Schedulers.newBoundedElastic(
        properties.readers(), Schedulers.DEFAULT_BOUNDED_ELASTIC_QUEUESIZE, "context");
  }

  @Bean
  CodeParser codeParser(ContextProperties properties) {
    return new IsolatedParser(properties.threads());
  }

  /** Where there is no database: every start reads everything anew. */
  @Bean
  @ConditionalOnMissingBean(FactsCache.class)
  FactsCache noFactsCache() {
    return FactsCache.NONE;
  }

  @Bean
  LiveWorkspaces liveWorkspaces(
      PlaceChannels places,
      IdentityTokens tokens,
      CodeParser parser,
      Scheduler contextScheduler,
      ContextProperties properties,
      FactsCache cache) {
    return new LiveWorkspaces(
        key -> new RemoteWorkspace(places.to(key.place()), tokens, key.user(), key.directory()),
        new FactsReader(parser, contextScheduler, properties.readers()),
        cache,
        IndexRoom.ofHeap());
  }

  @Bean
  ContextEndpoint contextEndpoint(
      LiveWorkspaces workspaces,
      Scheduler contextScheduler,
      ContextProperties properties,
      Clock clock) {
    return new ContextEndpoint(
        workspaces,
        new ContextBuilder(contextScheduler, clock),
        new TokenCounter(contextScheduler, properties.threads()),
        contextScheduler);
  }
}
