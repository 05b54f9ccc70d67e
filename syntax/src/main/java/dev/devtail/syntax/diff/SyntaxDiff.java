package dev.devtail.syntax.diff;

import dev.devtail.syntax.Symbol;
import dev.devtail.syntax.SymbolKind;
import dev.devtail.syntax.diff.SymbolChange.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Compares two versions of a file by their symbols. From the file down, symbols of a pair are
 * paired by name and signature, then by name, then by what they hold; what is left may have moved
 * elsewhere.
 */
public final class SyntaxDiff {

  /** Of both versions together; of more, lines are told alone. */
  public static final int MAX_SYMBOLS = 20_000;

  private final Outlined before;
  private final Outlined after;
  private final List<SymbolChange> changes = new ArrayList<>();
  private final List<Integer> removed = new ArrayList<>();
  private final List<Integer> added = new ArrayList<>();

  private SyntaxDiff(Outlined before, Outlined after) {
    this.before = before;
    this.after = after;
  }

  /** What has changed; nothing, if they are the same. */
  public static FileChanges between(Version before, Version after) {
    Outlined old = new Outlined(before);
    Outlined present = new Outlined(after);
    List<LineChange> lines = LineDiff.between(old.lines(), present.lines());
    boolean parsed = before.map().reading().isParsed() && after.map().reading().isParsed();
    int symbols = before.map().symbols().size() + after.map().symbols().size();
    if (lines.isEmpty() || !parsed || symbols > MAX_SYMBOLS) {
      return new FileChanges(List.of(), lines);
    }
    return new FileChanges(
        new SyntaxDiff(old, present).changes(),
        lines.stream()
            .filter(change -> isOutside(before, change.before()))
            .filter(change -> isOutside(after, change.after()))
            .toList());
  }

  private static boolean isOutside(Version version, LineRange lines) {
    return version.map().symbols().stream()
        .noneMatch(s -> lines.touches(new LineRange(s.firstLine(), s.lastLine())));
  }

  /**
   * @param before in the version before
   * @param after in the one after
   */
  private record Pair(int before, int after) {}

  private List<SymbolChange> changes() {
    Deque<Pair> pairs = new ArrayDeque<>();
    pairs.add(new Pair(Outlined.FILE, Outlined.FILE));
    while (!pairs.isEmpty()) {
      pairs.addAll(compareChildren(pairs.poll()));
    }
    findMoved();
    for (int index : added) {
      changes.add(
          new SymbolChange(Set.of(Kind.ADDED), Optional.empty(), Optional.of(after.symbol(index))));
    }
    for (int index : removed) {
      changes.add(
          new SymbolChange(
              Set.of(Kind.REMOVED), Optional.of(before.symbol(index)), Optional.empty()));
    }
    changes.sort(
        Comparator.comparingInt(
            change -> change.after().map(Symbol::firstLine).orElse(Integer.MAX_VALUE)));
    return changes;
  }

  private List<Pair> compareChildren(Pair parents) {
    List<Integer> old = new ArrayList<>(before.children(parents.before()));
    List<Integer> present = new ArrayList<>(after.children(parents.after()));
    List<Pair> pairs = new ArrayList<>();
    pair(old, present, pairs, i -> new Key(before, i, true), i -> new Key(after, i, true));
    pair(old, present, pairs, i -> new Key(before, i, false), i -> new Key(after, i, false));
    Set<Pair> renamed = new HashSet<>(pairByText(old, present));
    pairs.addAll(renamed);
    removed.addAll(old);
    added.addAll(present);
    pairs.sort(Comparator.comparingInt(Pair::before));
    Set<Pair> inOrder = longestInOrder(pairs);
    for (Pair pair : pairs) {
      Set<Kind> kinds = EnumSet.noneOf(Kind.class);
      if (renamed.contains(pair)) {
        kinds.add(Kind.RENAMED);
      } else {
        compare(pair, kinds);
      }
      if (!inOrder.contains(pair)) {
        kinds.add(Kind.MOVED);
      }
      report(pair, kinds);
    }
    return pairs;
  }

  /** What a symbol is recognised by. */
  private record Key(SymbolKind kind, String name, String signature) {

    Key(Outlined version, int index, boolean withSignature) {
      this(
          version.symbol(index).kind(),
          version.symbol(index).name(),
          withSignature ? version.symbol(index).signature() : "");
    }
  }

  /** Takes out of both what has the same key, in order. */
  private static <K> void pair(
      List<Integer> old,
      List<Integer> present,
      List<Pair> pairs,
      IntFunction<K> oldKey,
      IntFunction<K> presentKey) {
    Map<K, Deque<Integer>> byKey = new HashMap<>();
    for (int index : present) {
      byKey.computeIfAbsent(presentKey.apply(index), key -> new ArrayDeque<>()).add(index);
    }
    Set<Integer> taken = new HashSet<>();
    old.removeIf(
        index -> {
          Deque<Integer> same = byKey.get(oldKey.apply(index));
          if (same == null || same.isEmpty()) {
            return false;
          }
          int other = same.poll();
          taken.add(other);
          return pairs.add(new Pair(index, other));
        });
    present.removeIf(taken::contains);
  }

  private List<Pair> pairByText(List<Integer> old, List<Integer> present) {
    List<Pair> pairs = new ArrayList<>();
    if (!old.isEmpty() && !present.isEmpty()) {
      pair(old, present, pairs, before::textWithoutName, after::textWithoutName);
    }
    return pairs;
  }

  private void compare(Pair pair, Set<Kind> kinds) {
    String signature = before.symbol(pair.before()).signature();
    if (!signature.equals(after.symbol(pair.after()).signature())) {
      kinds.add(Kind.SIGNATURE_CHANGED);
    }
    if (!before.body(pair.before()).equals(after.body(pair.after()))) {
      kinds.add(Kind.BODY_CHANGED);
    }
  }

  private void report(Pair pair, Set<Kind> kinds) {
    if (!kinds.isEmpty()) {
      changes.add(
          new SymbolChange(
              kinds,
              Optional.of(before.symbol(pair.before())),
              Optional.of(after.symbol(pair.after()))));
    }
  }

  /** What is left over here and there, and the same. */
  private void findMoved() {
    List<Pair> pairs = new ArrayList<>();
    pair(
        removed,
        added,
        pairs,
        i -> before.symbol(i).name() + "\n" + before.textWithoutName(i),
        i -> after.symbol(i).name() + "\n" + after.textWithoutName(i));
    pairs.forEach(pair -> report(pair, EnumSet.of(Kind.MOVED)));
  }

  /** Those, by where they were, that no other has to pass: the others have moved. */
  private static Set<Pair> longestInOrder(List<Pair> pairs) {
    int[] tails = new int[pairs.size()];
    int[] previous = new int[pairs.size()];
    int length = 0;
    for (int i = 0; i < pairs.size(); i++) {
      int low = 0;
      int high = length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (pairs.get(tails[middle]).after() < pairs.get(i).after()) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      previous[i] = low > 0 ? tails[low - 1] : -1;
      tails[low] = i;
      length = Math.max(length, low + 1);
    }
    Set<Pair> inOrder = new HashSet<>();
    for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = previous[i]) {
      inOrder.add(pairs.get(i));
    }
    return inOrder;
  }
}
