package dev.devtail.router.role;

import java.util.List;
import java.util.Map;

/**
 * What the service's operator has settled for all runs.
 *
 * @param workers of each role, where a caller names no other; a model that is empty has to be named
 * @param hooks called before those of callers
 * @param callersAddresses that callers may name as hooks
 */
public record RoleSettings(
    Map<Role, Worker> workers, List<Hook> hooks, AddressBook callersAddresses) {

  public RoleSettings {
    workers = Map.copyOf(workers);
    hooks = List.copyOf(hooks);
  }
}
