package dev.devtail.session.config;

import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.DatabaseHealth;
import dev.devtail.kit.database.NotificationListener;
import dev.devtail.kit.database.log.LogRetention;
import dev.devtail.kit.database.log.R2dbcPartitionedLog;
import dev.devtail.kit.id.TimeOrderedIds;
import dev.devtail.kit.time.HourlySweeps;
import dev.devtail.kit.time.PeriodicTask;
import dev.devtail.session.access.GrantStore;
import dev.devtail.session.access.Grants;
import dev.devtail.session.access.grpc.AccessEndpoint;
import dev.devtail.session.access.r2dbc.R2dbcGrantStore;
import dev.devtail.session.contextcache.ContextCache;
import dev.devtail.session.contextcache.r2dbc.R2dbcContextCache;
import dev.devtail.session.directory.TerminalDirectory;
import dev.devtail.session.directory.TerminalStore;
import dev.devtail.session.directory.grpc.DirectoryEndpoint;
import dev.devtail.session.directory.r2dbc.R2dbcTerminalStore;
import dev.devtail.session.events.EventStore;
import dev.devtail.session.events.Events;
import dev.devtail.session.events.LiveEvents;
import dev.devtail.session.events.grpc.EventEndpoint;
import dev.devtail.session.events.r2dbc.PostgresEventNotices;
import dev.devtail.session.events.r2dbc.R2dbcEventStore;
import dev.devtail.session.sessions.SessionStore;
import dev.devtail.session.sessions.Sessions;
import dev.devtail.session.sessions.grpc.SessionEndpoint;
import dev.devtail.session.sessions.r2dbc.R2dbcSessionStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Everything of session-service, for the process of its own and for the all-in-one alike. It needs
 * {@link dev.devtail.kit.KitConfiguration} beside it. Connections, transactions and migrations are
 * its own and no beans of general types, so that it shares a context with services that have
 * theirs.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionProperties.class)
public class SessionServiceConfiguration {

  /** Whoever needs it asks for it by its name: another service in the context has its own. */
  @Bean(initMethod = "start")
  Database sessionServiceDatabase(SessionProperties properties) {
    return new Database(properties.databaseSettings());
  }

  /** Its name makes it the health contributor {@code database}. */
  @Bean
  DatabaseHealth databaseHealthIndicator(Database sessionServiceDatabase) {
    return new DatabaseHealth(sessionServiceDatabase);
  }

  @Bean
  SessionStore sessionServiceSessionStore(Database sessionServiceDatabase) {
    return new R2dbcSessionStore(sessionServiceDatabase);
  }

  @Bean
  EventStore sessionServiceEventStore(Database sessionServiceDatabase) {
    return new R2dbcEventStore(sessionServiceDatabase);
  }

  @Bean
  TerminalStore sessionServiceTerminalStore(Database sessionServiceDatabase) {
    return new R2dbcTerminalStore(sessionServiceDatabase);
  }

  @Bean
  GrantStore sessionServiceGrantStore(Database sessionServiceDatabase) {
    return new R2dbcGrantStore(sessionServiceDatabase);
  }

  @Bean
  ContextCache sessionServiceContextCache(Database sessionServiceDatabase) {
    return new R2dbcContextCache(sessionServiceDatabase);
  }

  @Bean
  Sessions sessionServiceSessions(SessionStore store, SessionProperties properties, Clock clock) {
    TimeOrderedIds ids = new TimeOrderedIds(clock, new SecureRandom());
    return new Sessions(store, properties.rules(), ids, clock);
  }

  @Bean
  Events sessionServiceEvents(EventStore store, Sessions sessions, Clock clock) {
    return new Events(store, sessions::get, clock);
  }

  @Bean
  LiveEvents sessionServiceLiveEvents(EventStore store, Database sessionServiceDatabase) {
    return new LiveEvents(
        new PostgresEventNotices(new NotificationListener(sessionServiceDatabase)), store);
  }

  @Bean
  LiveEventsLifecycle sessionServiceLiveEventsLifecycle(LiveEvents liveEvents) {
    return new LiveEventsLifecycle(liveEvents);
  }

  @Bean
  PeriodicTask sessionServiceEventSweep(
      Database sessionServiceDatabase, SessionProperties properties, Clock clock) {
    return logSweep(sessionServiceDatabase, "events", properties.eventRetention(), clock);
  }

  @Bean
  PeriodicTask sessionServiceMetricSweep(
      Database sessionServiceDatabase, SessionProperties properties, Clock clock) {
    return logSweep(sessionServiceDatabase, "metrics", properties.metricRetention(), clock);
  }

  private static PeriodicTask logSweep(
      Database database, String table, Duration retention, Clock clock) {
    LogRetention log = new LogRetention(new R2dbcPartitionedLog(database, table), retention, clock);
    return HourlySweeps.fromStart("days of " + table, log::sweep);
  }

  @Bean
  TerminalDirectory sessionServiceDirectory(
      TerminalStore store, SessionProperties properties, Clock clock) {
    return new TerminalDirectory(store, properties.endedTerminalRetention(), clock);
  }

  @Bean
  PeriodicTask sessionServiceTerminalSweep(TerminalDirectory directory) {
    return HourlySweeps.of("ended terminals", directory::forgetEnded);
  }

  @Bean
  Grants sessionServiceGrants(GrantStore store, Sessions sessions, Clock clock) {
    return new Grants(store, sessions::get, new SecureRandom(), clock);
  }

  @Bean
  PeriodicTask sessionServiceGrantSweep(Grants grants) {
    return HourlySweeps.of("ended grants", grants::forgetEnded);
  }

  @Bean
  SessionEndpoint sessionServiceEndpoint(
      Sessions sessions, Events events, LiveEvents liveEvents, ContextCache contextCache) {
    return new SessionEndpoint(sessions, events, liveEvents, contextCache);
  }

  @Bean
  EventEndpoint sessionServiceEventEndpoint(Events events) {
    return new EventEndpoint(events);
  }

  @Bean
  DirectoryEndpoint sessionServiceDirectoryEndpoint(TerminalDirectory directory) {
    return new DirectoryEndpoint(directory);
  }

  @Bean
  AccessEndpoint sessionServiceAccessEndpoint(Grants grants) {
    return new AccessEndpoint(grants);
  }
}
