package dev.devtail.context.select;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What rules want of files, put together file by file. For one selection. */
final class Picks {

  private final Map<String, Pick> picks = new LinkedHashMap<>();

  private static final class Pick {
    private final Set<LineRange> slices = new LinkedHashSet<>();
    private final Set<Integer> symbols = new LinkedHashSet<>();
    private final Set<String> reasons = new LinkedHashSet<>();
    private double weight;
    private Depth least = Depth.MAP;
    private Depth most = Depth.MAP;
  }

  /**
   * @param most more serves nothing
   * @param exactly if the rule says so, that and no less
   */
  void add(
      String path,
      double weight,
      Depth most,
      Optional<Depth> exactly,
      Collection<LineRange> slices,
      Collection<Integer> symbols,
      String reason) {
    Pick pick = picks.computeIfAbsent(path, any -> new Pick());
    pick.weight += weight;
    pick.most = higher(pick.most, exactly.orElse(most));
    pick.least = higher(pick.least, exactly.orElse(Depth.MAP));
    pick.slices.addAll(slices);
    pick.symbols.addAll(symbols);
    pick.reasons.add(reason);
  }

  private static Depth higher(Depth one, Depth other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  void remove(Glob glob) {
    picks.keySet().removeIf(glob::matches);
  }

  int size() {
    return picks.size();
  }

  /** The most wanted, the first of the same weight by path. */
  Selection selection(int limit) {
    List<Wanted> wanted = new ArrayList<>();
    picks.forEach(
        (path, pick) ->
            wanted.add(
                new Wanted(
                    path,
                    pick.weight,
                    pick.least,
                    pick.most,
                    List.copyOf(pick.slices),
                    List.copyOf(pick.symbols),
                    List.copyOf(pick.reasons))));
    wanted.sort(Comparator.comparingDouble(Wanted::weight).reversed().thenComparing(Wanted::path));
    return new Selection(wanted.subList(0, Math.min(limit, wanted.size())));
  }
}
