package dev.devtail.router.budget;

import dev.devtail.kit.database.Database;
import dev.devtail.router.budget.r2dbc.R2dbcBudgetAccounts;
import dev.devtail.router.ledger.Ledger;
import dev.devtail.router.ledger.LedgerStore;
import dev.devtail.router.ledger.RecordedCall;
import dev.devtail.router.ledger.r2dbc.R2dbcLedgerStore;
import dev.devtail.router.testing.RouterDatabase;
import dev.devtail.testing.database.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

/** Each instance has connections of its own. */
@ExtendWith(RouterDatabase.class)
class PostgresBudgetsTest extends BudgetsKit {

  private final TestDatabase postgresql;
  private final List<Database> databases = new ArrayList<>();
  private final BudgetAccounts accounts;
  private final LedgerStore store;

  PostgresBudgetsTest(TestDatabase postgresql, Database database) {
    this.postgresql = postgresql;
    this.accounts = new R2dbcBudgetAccounts(database);
    this.store = new R2dbcLedgerStore(database);
  }

  @AfterEach
  void close() {
    databases.forEach(Database::close);
  }

  @Override
  BudgetAccounts accounts() {
    return accounts;
  }

  @Override
  BudgetAccounts moreAccounts() {
    Database own = RouterDatabase.open(postgresql);
    databases.add(own);
    return new R2dbcBudgetAccounts(own);
  }

  /** Without the journal between, which is tested by itself. */
  @Override
  Ledger ledger() {
    return new Ledger() {
      @Override
      public Mono<Void> record(RecordedCall call) {
        return store.add(List.of(call));
      }

      @Override
      public Mono<Void> requireRoom() {
        return Mono.empty();
      }
    };
  }

  @Override
  int rounds() {
    return 3;
  }
}
