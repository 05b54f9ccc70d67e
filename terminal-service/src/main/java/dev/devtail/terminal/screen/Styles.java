package dev.devtail.terminal.screen;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The styles in use, by id, so that a cell needs only a number. Id 0 is the default style. When the
 * table is full the styles that no cell uses any more go, and only if too few did it grows: it
 * stays within a small multiple of the screen's cells.
 */
final class Styles {
  private static final int FIRST_CAPACITY = 16;

  /** A table less than this full is not worth looking for unused styles in. */
  private static final int SWEEP_FROM = 1024;

  private int[] foregrounds = new int[FIRST_CAPACITY];
  private int[] backgrounds = new int[FIRST_CAPACITY];
  private int[] extendeds = new int[FIRST_CAPACITY];
  private @Nullable Link[] links = new @Nullable Link[FIRST_CAPACITY];

  /** Open addressing: ids plus one, 0 for a free slot. */
  private int[] slots = new int[FIRST_CAPACITY * 2];

  private int size = 1;
  private BitSet free = new BitSet();
  private final Consumer<BitSet> marker;
  private boolean keepAll;

  /**
   * @param marker marks the ids that cells have; called in the middle of {@link #id}
   */
  Styles(Consumer<BitSet> marker) {
    this.marker = marker;
    slots[slot(0, 0, 0, null)] = 1;
  }

  /** A table of styles that are all kept. */
  Styles() {
    this(used -> {});
    keepAll = true;
  }

  /** Whether unused styles stay, as they must while cells are held outside of the screen. */
  void keepAll(boolean keep) {
    keepAll = keep;
  }

  int foreground(int id) {
    return foregrounds[id];
  }

  int background(int id) {
    return backgrounds[id];
  }

  int extended(int id) {
    return extendeds[id];
  }

  @Nullable Link link(int id) {
    return links[id];
  }

  /** The id of a style; the third number and the link count only if the background says so. */
  int id(int foreground, int background, int extended, @Nullable Link link) {
    if ((foreground | background) == 0) {
      return 0;
    }
    boolean extras = (background & Attributes.EXTENDED) != 0;
    int third = extras ? extended : 0;
    Link fourth = extras ? link : null;
    int slot = slot(foreground, background, third, fourth);
    if (slots[slot] != 0) {
      return slots[slot] - 1;
    }
    if (free.isEmpty() && size == foregrounds.length) {
      makeRoom();
      slot = slot(foreground, background, third, fourth);
    }
    int id = free.isEmpty() ? size++ : free.nextSetBit(0);
    free.clear(id);
    foregrounds[id] = foreground;
    backgrounds[id] = background;
    extendeds[id] = third;
    links[id] = fourth;
    slots[slot] = id + 1;
    return id;
  }

  private void makeRoom() {
    if (size >= SWEEP_FROM && !keepAll) {
      BitSet used = new BitSet(size);
      marker.accept(used);
      used.set(0);
      free = used.get(0, size);
      free.flip(0, size);
      free.stream().forEach(id -> links[id] = null);
    }
    if (free.cardinality() < size / 2) {
      int capacity = foregrounds.length * 2;
      foregrounds = Arrays.copyOf(foregrounds, capacity);
      backgrounds = Arrays.copyOf(backgrounds, capacity);
      extendeds = Arrays.copyOf(extendeds, capacity);
      links = Arrays.copyOf(links, capacity);
      slots = new int[capacity * 2];
    } else {
      Arrays.fill(slots, 0);
    }
    for (int id = 0; id < size; id++) {
      if (!free.get(id)) {
        slots[slot(foregrounds[id], backgrounds[id], extendeds[id], links[id])] = id + 1;
      }
    }
  }

  /** Where a style is, or would be put. */
  private int slot(int foreground, int background, int extended, @Nullable Link link) {
    int hash = (foreground * 31 + background) * 31 + extended;
    hash = (link == null ? hash : hash * 31 + link.hashCode()) * 0x9E3779B9;
    int slot = (hash >>> 8) & (slots.length - 1);
    while (slots[slot] != 0 && !is(slots[slot] - 1, foreground, background, extended, link)) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private boolean is(int id, int foreground, int background, int extended, @Nullable Link link) {
    return foregrounds[id] == foreground
        && backgrounds[id] == background
        && extendeds[id] == extended
        && Objects.equals(links[id], link);
  }
}
