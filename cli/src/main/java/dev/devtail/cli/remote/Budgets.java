package dev.devtail.cli.remote;

import dev.devtail.gateway.rest.BudgetView;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.ListBudgets;
import java.math.BigDecimal;
import java.util.List;

/** The budgets of the user at a gateway. */
record Budgets(Gateway gateway) {

  List<BudgetView> list() {
    return gateway
        .call(Call.newBuilder().setListBudgets(ListBudgets.getDefaultInstance()))
        .getBudgets()
        .getBudgetsList()
        .stream()
        .map(BudgetView::of)
        .toList();
  }

  /**
   * The one that a user means: its id or the end of it, which differs where the beginning is a
   * time.
   *
   * @throws dev.devtail.client.DevtailException NOT_FOUND if none is meant, INVALID_ARGUMENT if
   *     several are
   */
  BudgetView find(String meant) {
    List<BudgetView> found =
        list().stream()
            .filter(budget -> !budget.ofOperator())
            .filter(budget -> budget.id().equals(meant) || shortId(budget).equals(meant))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw found.isEmpty()
        ? Gateway.refusal(
            ErrorCode.ERROR_CODE_NOT_FOUND,
            "You have no budget %s. See: devtail budgets ls".formatted(meant))
        : Gateway.refusal(
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
            "%d budgets are meant by %s; use the whole id of: devtail budgets ls --json"
                .formatted(found.size(), meant));
  }

  /** The end of it: ids begin with the time. */
  static String shortId(BudgetView budget) {
    return budget.id().substring(budget.id().length() - 8);
  }

  /**
   * As the protocol has amounts.
   *
   * @throws dev.devtail.client.DevtailException INVALID_ARGUMENT if it is none
   */
  static String amount(String text) {
    try {
      return new BigDecimal(text.startsWith("$") ? text.substring(1) : text).toPlainString();
    } catch (NumberFormatException noNumber) {
      throw Gateway.refusal(
          ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
          "%s (expected: dollars, as in 5.00)".formatted(text));
    }
  }
}
