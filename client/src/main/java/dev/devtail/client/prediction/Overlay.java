package dev.devtail.client.prediction;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is drawn over the line with the cursor.
 *
 * @param cells text by column
 * @param column where the cursor will be
 */
public record Overlay(SortedMap<Integer, String> cells, int column) {

  public Overlay {
    cells = new TreeMap<>(cells);
  }
}
