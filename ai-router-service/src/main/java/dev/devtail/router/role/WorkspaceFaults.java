package dev.devtail.router.role;

import dev.devtail.kit.fault.Fault;

/** What a workspace's refusals mean. */
final class WorkspaceFaults {

  private WorkspaceFaults() {}

  /** Whether no other call would do better. */
  static boolean isOver(Fault fault) {
    return switch (fault.code()) {
      case UNAVAILABLE, TIMEOUT, INTERNAL, UNAUTHENTICATED, PERMISSION_DENIED -> true;
      default -> false;
    };
  }
}
