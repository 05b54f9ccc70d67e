package dev.devtail.router.config;

import dev.devtail.kit.database.Database;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.PlaceChannels;
import dev.devtail.kit.grpc.ServiceChannels;
import dev.devtail.kit.id.TimeOrderedIds;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.kit.loop.SharedLoopResources;
import dev.devtail.kit.time.HourlySweeps;
import dev.devtail.kit.time.PeriodicTask;
import dev.devtail.protocol.service.v1.EventServiceGrpc;
import dev.devtail.router.catalog.Catalog;
import dev.devtail.router.grpc.AgentRunEndpoint;
import dev.devtail.router.relay.Relay;
import dev.devtail.router.role.AgentRuns;
import dev.devtail.router.role.RolePrompts;
import dev.devtail.router.role.RunDoors;
import dev.devtail.router.role.RunStore;
import dev.devtail.router.role.StepEvents;
import dev.devtail.router.role.models.RelayDoor;
import dev.devtail.router.role.r2dbc.R2dbcRunStore;
import dev.devtail.router.role.remote.GrpcWorkspace;
import dev.devtail.router.role.remote.HttpHookAddresses;
import dev.devtail.router.role.remote.SessionEvents;
import dev.devtail.router.template.TemplateLibrary;
import io.grpc.ManagedChannel;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs of agents, where there is a database. Imported by the service's configuration. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("devtail.router.database.url")
@EnableConfigurationProperties(RolesProperties.class)
public class RolesConfiguration {

  /** As session-service knows this service. */
  private static final Identity SELF = Identity.service("ai-router-service");

  /** Who wants a run to end waits for so long, where it is run elsewhere. */
  private static final Duration BEAT = Duration.ofSeconds(2);

  private static final Duration SWEEP = Duration.ofSeconds(10);

  @Bean
  RunStore runStore(Database routerDatabase) {
    return new R2dbcRunStore(routerDatabase);
  }

  @Bean(destroyMethod = "shutdownNow")
  @ConditionalOnProperty("devtail.router.roles.session-service")
  ManagedChannel sessionServiceChannelOfRouter(
      ServiceChannels channels, RolesProperties properties) {
    return channels.open(properties.sessionService());
  }

  @Bean
  @ConditionalOnProperty("devtail.router.roles.session-service")
  SessionEvents runEvents(
      ManagedChannel sessionServiceChannelOfRouter, IdentityTokens tokens, Clock clock) {
    return new SessionEvents(
        EventServiceGrpc.newStub(sessionServiceChannelOfRouter)
            .withCallCredentials(new IdentityCredentials(tokens, SELF)),
        clock);
  }

  @Bean
  @ConditionalOnMissingBean(StepEvents.class)
  StepEvents loggedRunEvents() {
    return new LoggedEvents();
  }

  @Bean
  RolePrompts rolePrompts(TemplateLibrary templates) {
    return new LibraryPrompts(templates);
  }

  @Bean
  HttpHookAddresses hookAddresses(EventLoops loops) {
    return new HttpHookAddresses(new SharedLoopResources(loops));
  }

  @Bean
  AgentRuns agentRuns(
      Relay relay,
      Catalog catalog,
      PlaceChannels places,
      IdentityTokens tokens,
      RolePrompts prompts,
      HttpHookAddresses hookAddresses,
      RunStore store,
      StepEvents events,
      Clock clock) {
    return new AgentRuns(
        new RunDoors(
            new RelayDoor(relay, catalog),
            run -> GrpcWorkspace.of(run, places, tokens),
            prompts,
            hookAddresses,
            store,
            events),
        clock);
  }

  @Bean
  AgentRunsLifecycle agentRunsLifecycle(AgentRuns runs) {
    return new AgentRunsLifecycle(runs);
  }

  @Bean
  PeriodicTask runBeats(AgentRuns runs) {
    return new PeriodicTask("beats of runs", BEAT, BEAT, () -> runs.beat().onErrorComplete());
  }

  @Bean
  PeriodicTask lostRuns(AgentRuns runs) {
    return new PeriodicTask("lost runs", SWEEP, SWEEP, () -> runs.sweep().onErrorComplete());
  }

  @Bean
  PeriodicTask runRetention(RunStore store, RolesProperties properties, Clock clock) {
    return HourlySweeps.of(
        "runs", () -> store.forgetBefore(clock.instant().minus(properties.retention())));
  }

  @Bean
  AgentRunEndpoint agentRunEndpoint(AgentRuns runs, RolesProperties properties, Clock clock) {
    return new AgentRunEndpoint(
        runs, properties.settings(), new TimeOrderedIds(clock, new SecureRandom())::next);
  }
}
