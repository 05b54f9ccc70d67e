package dev.devtail.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Another DevTail: starts the database, writes into it, prints the server's pid and stays. */
final class OtherJvm {

  /** Starts the line that names the server's process id. */
  static final String PID = "server pid: ";

  private OtherJvm() {}

  public static void main(String[] arguments) throws Exception {
    EmbeddedDatabase database =
        EmbeddedDatabase.start(Path.of(arguments[0]), Path.of(arguments[1]));
    try (Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.username(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create table written as select 1 as n");
    }
    System.out.println(PID + database.pid());
    Thread.currentThread().join();
  }
}
