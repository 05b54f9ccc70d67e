package dev.devtail.session.access;

import org.jspecify.annotations.Nullable;

/** What a grant permits. */
public sealed interface Scope {

  GrantKind kind();

  /** All that its user may do. */
  record Everything() implements Scope {

    @Override
    public GrantKind kind() {
      return GrantKind.DEVICE;
    }
  }

  /** To see one terminal, and perhaps to use it. */
  record OneTerminal(String terminalId, Role role) implements Scope {

    @Override
    public GrantKind kind() {
      return GrantKind.SHARE;
    }
  }

  /**
   * To call models.
   *
   * @param sessionId that the calls belong to; null: to none
   */
  record Models(@Nullable String sessionId) implements Scope {

    @Override
    public GrantKind kind() {
      return GrantKind.KEY;
    }
  }

  /** The most that a viewer may do. */
  enum Role {
    READ_ONLY,
    READ_WRITE
  }
}
