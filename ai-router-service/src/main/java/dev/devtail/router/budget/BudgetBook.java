package dev.devtail.router.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All budgets that there are, by whom they concern. */
public final class BudgetBook {

  private final List<Budget> ofEachUser;
  private final Map<String, List<Budget>> ofOne;

  public BudgetBook(List<Budget> budgets) {
    ofEachUser = budgets.stream().filter(budget -> budget.user().isEmpty()).toList();
    ofOne =
        budgets.stream()
            .filter(budget -> budget.user().isPresent())
            .collect(Collectors.groupingBy(budget -> budget.user().orElseThrow()));
  }

  /** Everything that a call which begins now has to be let in by. */
  public List<Claim> claims(Spender spender, Instant now) {
    List<Claim> claims = new ArrayList<>();
    Stream.concat(ofEachUser.stream(), ofOne.getOrDefault(spender.user(), List.of()).stream())
        .forEach(
            budget ->
                budget
                    .scope()
                    .subject(spender)
                    .map(subject -> new Claim(budget, subject, budget.period().at(now)))
                    .ifPresent(claims::add));
    return claims;
  }
}
