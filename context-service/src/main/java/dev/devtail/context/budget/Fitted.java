package dev.devtail.context.budget;

import dev.devtail.context.render.View;
import dev.devtail.context.token.TokenCount;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A context that fits.
 *
 * @param text as it is sent
 * @param tokens of the text
 * @param items by path
 * @param leftOut the most wanted first
 */
public record Fitted(String text, TokenCount tokens, List<Item> items, List<LeftOut> leftOut) {

  public Fitted {
    items = List.copyOf(items);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * A file that is shown.
   *
   * @param tokens that it costs
   * @param reasons why it is wanted
   */
  public record Item(String path, View view, TokenCount tokens, List<String> reasons) {

    public Item {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * A file that is wanted, and not shown.
   *
   * @param needs the tokens that its least rendering costs; 0 if that is not why
   * @param reasons why it is wanted
   */
  public record LeftOut(String path, Cause cause, long needs, List<String> reasons) {

    public LeftOut {
      reasons = List.copyOf(reasons);
    }

    /** Why. */
    public enum Cause {
      /** What is wanted more has taken the budget. */
      NO_ROOM,
      /** Its lines are wanted, and cannot be had. */
      NO_CONTENT
    }
  }

  /**
   * What sending it costs, by what is likely counted.
   *
   * @param pricePerToken of the model's input; null: not known
   * @return in the price's currency; empty: not known
   */
  public Optional<BigDecimal> cost(@Nullable BigDecimal pricePerToken) {
    return Optional.ofNullable(pricePerToken)
        .map(price -> price.multiply(BigDecimal.valueOf(tokens.likely())));
  }
}
