package dev.devtail.kit.database;

/**
 * What a service has in a database, which others may share with it.
 *
 * @param service as the database's administrator knows its connections, in {@code devtail-SERVICE}
 * @param name a plain identifier: the schema that all its tables live in
 * @param scripts where Flyway finds what makes them, as in {@code classpath:dev/devtail/...}
 */
public record DatabaseSchema(String service, String name, String scripts) {

  /**
   * @param role of a connection; empty for the calls' own
   */
  String applicationName(String role) {
    return "devtail-" + service + (role.isEmpty() ? "" : "-" + role);
  }
}
