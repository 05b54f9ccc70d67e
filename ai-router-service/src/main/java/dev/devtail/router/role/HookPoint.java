package dev.devtail.router.role;

import java.util.Locale;

/** Where in a run a hook is called. */
public enum HookPoint {
  BEFORE_PLAN,
  AFTER_PLAN,
  BEFORE_EDIT,
  AFTER_EDIT,
  BEFORE_REVIEW,
  AFTER_REVIEW;

  /** As people and hooks read it: {@code before-plan}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static HookPoint before(Role role) {
    return switch (role) {
      case PLANNER -> BEFORE_PLAN;
      case EDITOR -> BEFORE_EDIT;
      case REVIEWER -> BEFORE_REVIEW;
    };
  }

  static HookPoint after(Role role) {
    return switch (role) {
      case PLANNER -> AFTER_PLAN;
      case EDITOR -> AFTER_EDIT;
      case REVIEWER -> AFTER_REVIEW;
    };
  }
}
