package dev.devtail.kit.database;

import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Lets one transaction at a time do what must not be done twice: among all instances. */
public final class TransactionLock {

  private TransactionLock() {}

  /**
   * Waits for whoever has it, and has it until the transaction ends.
   *
   * @param client of the transaction
   * @param name of what is done
   */
  public static Mono<Void> take(DatabaseClient client, String name) {
    return client
        .sql("select 1 as locked from pg_advisory_xact_lock(hashtextextended(:name, 0))")
        .bind("name", name)
        .mapValue(Integer.class)
        .one()
        .then();
  }
}
