package dev.devtail.gateway.auth;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.ViewerRole;

/** What a token permits its holder, of all that its user may do. */
public sealed interface Scope {

  /**
   * For everything but opening a terminal and calling models: calls, and the user's events.
   *
   * @throws Fault PERMISSION_DENIED unless the scope is everything
   */
  void requireEverything();

  /**
   * For a connection, whatever it is to open.
   *
   * @throws Fault PERMISSION_DENIED if nothing may be opened
   */
  void requireTerminals();

  /**
   * For calls of models.
   *
   * @return the session that they belong to; empty: none
   * @throws Fault PERMISSION_DENIED if models may not be called
   */
  String admitModels();

  /**
   * What a client may attach to, and as what.
   *
   * @return what it asked for, with a role that is no more than is permitted
   * @throws Fault NOT_FOUND for a terminal beyond the scope, PERMISSION_DENIED for a role beyond it
   */
  AttachTerminal admit(AttachTerminal asked);

  /** All that the user may do. */
  record Everything() implements Scope {

    @Override
    public void requireEverything() {
      // It is.
    }

    @Override
    public void requireTerminals() {
      // They are a part of it.
    }

    @Override
    public String admitModels() {
      return "";
    }

    @Override
    public AttachTerminal admit(AttachTerminal asked) {
      return asked;
    }
  }

  /**
   * Calls of models, and nothing else.
   *
   * @param sessionId that they belong to; empty: to none
   */
  record Models(String sessionId) implements Scope {

    @Override
    public void requireEverything() {
      throw refused();
    }

    @Override
    public void requireTerminals() {
      throw refused();
    }

    @Override
    public String admitModels() {
      return sessionId;
    }

    @Override
    public AttachTerminal admit(AttachTerminal asked) {
      throw refused();
    }

    private static Fault refused() {
      return new Fault(
          FaultCode.PERMISSION_DENIED,
          "This key calls models and does nothing else; sign in with a token of your own.");
    }
  }

  /**
   * One terminal. There are no others, as far as the holder can tell.
   *
   * @param mayType whether its viewers may do more than look on
   */
  record OneTerminal(String terminalId, boolean mayType) implements Scope {

    /** The most that a viewer may do. */
    public ViewerRole role() {
      return mayType ? ViewerRole.VIEWER_ROLE_READ_WRITE : ViewerRole.VIEWER_ROLE_READ_ONLY;
    }

    @Override
    public void requireEverything() {
      throw refused();
    }

    @Override
    public void requireTerminals() {
      // One is.
    }

    @Override
    public String admitModels() {
      throw refused();
    }

    private static Fault refused() {
      return new Fault(
          FaultCode.PERMISSION_DENIED,
          "This link shows one terminal and does nothing else; sign in with a token of your own.");
    }

    @Override
    public AttachTerminal admit(AttachTerminal asked) {
      if (!asked.getTerminalId().equals(terminalId)) {
        throw Fault.notFound("terminal", asked.getTerminalId());
      }
      if (mayType) {
        return asked;
      }
      if (asked.getRole() == ViewerRole.VIEWER_ROLE_READ_WRITE) {
        throw new Fault(
            FaultCode.PERMISSION_DENIED, "This link lets you look on only; ask for one to type.");
      }
      return asked.toBuilder().setRole(ViewerRole.VIEWER_ROLE_READ_ONLY).build();
    }
  }
}
