package dev.devtail.router.role;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * What was asked for.
 *
 * @param session that the run belongs to
 * @param workspace the session's
 * @param place where it is: gRPC target of its terminal-service
 * @param workers one for each role
 * @param hooks those of the service's operator, and the caller's
 */
public record RunSpec(
    UUID id,
    String user,
    String session,
    String workspace,
    String place,
    String task,
    Map<Role, Worker> workers,
    RunBounds bounds,
    List<Hook> hooks) {

  public RunSpec {
    workers = Map.copyOf(workers);
    hooks = List.copyOf(hooks);
  }

  public Worker worker(Role role) {
    return Objects.requireNonNull(workers.get(role), role.label());
  }
}
