package dev.devtail.gateway.auth;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.v1.AttachTerminal;
import dev.devtail.protocol.v1.ViewerRole;

/** What a token permits its holder, of all that its user may do. */
public sealed interface Scope {

  /**
   * For everything but opening a terminal: calls, and the user's events.
   *
   * @throws Fault PERMISSION_DENIED unless the scope is everything
   */
  void requireEverything();

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
    public AttachTerminal admit(AttachTerminal asked) {
      return asked;
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
      throw new Fault(
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
