package dev.devtail.context.select;

import java.util.List;

/**
 * What a context should hold.
 *
 * @param wanted the most wanted first, each path once
 */
public record Selection(List<Wanted> wanted) {

  public Selection {
    wanted = List.copyOf(wanted);
  }
}
