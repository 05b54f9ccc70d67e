package dev.devtail.testing.database;

/** A real PostgreSQL for tests: where it is, and how to take it away and bring it back. */
public interface TestDatabase extends AutoCloseable {

  /** As {@code r2dbc:postgresql://HOST:PORT/DATABASE}; the same after it was away. */
  String url();

  String username();

  String password();

  void goAway();

  void comeBack();

  @Override
  void close();
}
