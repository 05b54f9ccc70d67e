package dev.devtail.context.config;

import dev.devtail.context.cache.R2dbcFactsCache;
import dev.devtail.kit.database.Database;
import dev.devtail.kit.database.DatabaseHealth;
import dev.devtail.kit.time.HourlySweeps;
import dev.devtail.kit.time.PeriodicTask;
import java.time.Clock;
import java.time.LocalDate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is known of contents, over restarts, where there is a database. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("devtail.context.database.url")
@EnableConfigurationProperties(FactsCacheProperties.class)
public class FactsCacheConfiguration {

  /** Whoever needs it asks for it by its name: another service in the context has its own. */
  @Bean(initMethod = "start")
  Database contextDatabase(FactsCacheProperties properties) {
    return new Database(properties.databaseSettings());
  }

  /** Its name makes it the health contributor {@code contextCache}. */
  @Bean
  DatabaseHealth contextCacheHealthIndicator(Database contextDatabase) {
    return new DatabaseHealth(contextDatabase);
  }

  @Bean
  R2dbcFactsCache factsCache(Database contextDatabase, Clock clock) {
    return new R2dbcFactsCache(contextDatabase, clock);
  }

  @Bean
  PeriodicTask contextCacheRetention(
      R2dbcFactsCache cache, FactsCacheProperties properties, Clock clock) {
    return HourlySweeps.of(
        "context cache",
        () ->
            cache.forgetBefore(
                LocalDate.now(clock).minusDays(properties.cacheRetention().toDays())));
  }
}
