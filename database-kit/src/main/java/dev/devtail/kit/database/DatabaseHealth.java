package dev.devtail.kit.database;

import dev.devtail.kit.fault.Fault;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** UP while the database answers and holds this version's tables. */
public final class DatabaseHealth implements ReactiveHealthIndicator {

  private final Database database;

  public DatabaseHealth(Database database) {
    this.database = database;
  }

  /** Answers within the database's call timeout, also while it is away. */
  @Override
  public Mono<Health> health() {
    return database
        .call(client -> client.sql("select 1").mapValue(Integer.class).one())
        .thenReturn(Health.up())
        .onErrorResume(
            Fault.class, fault -> Mono.just(Health.down().withDetail("reason", fault.message())))
        .map(health -> health.withDetail("database", database.label()).build());
  }
}
