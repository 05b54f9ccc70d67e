package dev.devtail.router.budget;

import java.util.Optional;

/** Whose spending a budget bounds. */
public sealed interface BudgetScope {

  /** Everything that the budget's user spends. */
  record User() implements BudgetScope {}

  /** One session. */
  record Session(String id) implements BudgetScope {}

  /** Each session, for itself. */
  record EachSession() implements BudgetScope {}

  /** One run of agents. */
  record AgentRun(String id) implements BudgetScope {}

  /** Each run of agents, for itself. */
  record EachAgentRun() implements BudgetScope {}

  /**
   * Whose account a call is charged to.
   *
   * @return empty if the call is none of this scope's
   */
  default Optional<String> subject(Spender spender) {
    return switch (this) {
      case User user -> Optional.of(spender.user());
      case Session(String id) -> Optional.of(id).filter(spender.session()::equals);
      case EachSession each -> named(spender.session());
      case AgentRun(String id) -> Optional.of(id).filter(spender.agentRun()::equals);
      case EachAgentRun each -> named(spender.agentRun());
    };
  }

  private static Optional<String> named(String id) {
    return Optional.of(id).filter(name -> !name.isEmpty());
  }
}
