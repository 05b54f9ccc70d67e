/* Our own, for tests. */
package dev.example.shop;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.*;

/**
 * Holds {@link Item items}. They are sorted.
 *
 * @param <T> what it holds
 */
@Deprecated(since = "2")
public abstract sealed class Shelf<T extends Item> implements Comparable<Shelf<T>>
    permits Shelf.Open {

  static final int CAPACITY = 40;
  private final List<T> items = List.of(); // not the comment of what follows
  int left, right;

  /** Of nothing. */
  protected Shelf(String name) throws ShelfException {
    requireNonNull(name);
  }

  // Counts them,
  // one by one.
  @Override
  public int count(
      Predicate<T> wanted /* never null */,
      boolean twice) {
    int sum = 0;
    for (T item : items) {
      if (wanted.test(item) && twice || item.price() > Limits.MAX_PRICE) {
        sum += twice ? 2 : 1;
      }
    }
    try {
      return switch (sum) {
        case 0 -> CAPACITY;
        case 1, 2 -> new Counter("größer 🛒").next();
        default -> Math.max(sum, Limits.of(items.stream().map(Item::price).toList()));
      };
    } catch (ArithmeticException e) {
      throw new ShelfException(e);
    }
  }

  abstract T first();

  static final class Open extends Shelf<Item> {}

  interface Visitor {
    int DEPTH = 3;

    void visit(Shelf<?> shelf);
  }

  enum Size {
    SMALL,
    LARGE {
      @Override
      int width() {
        return 80;
      }
    };

    int width() {
      return 20;
    }
  }

  record Place(int row, int column) {
    Place {
      if (row < 0) throw new IllegalArgumentException();
    }
  }

  @interface Shown {
    String value() default "";
  }
}

class ShelfTest {
  @Test
  void holdsNothing() {
    Runnable check =
        new Runnable() {
          public void run() {
            while (true) {}
          }
        };
  }
}
