package dev.devtail.client.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A program with one line at a time, written apart from what predicts it. */
final class SimulatedProgram {

  /** What a program does with what is typed. */
  enum Manner {
    EDITS,
    OVERWRITES,
    SILENT,
    STARS,
    SHOUTS
  }

  private static final String PROMPT = "$ ";

  /** Of the lines that follow, in turn. */
  private final List<Manner> manners;

  private final int columns;

  /** By row: how many times Enter had been pressed before it. */
  private final List<Integer> inputLines = new ArrayList<>(List.of(0));

  private int row;
  private String text = PROMPT;
  private int cursor = PROMPT.length();

  SimulatedProgram(List<Manner> manners, int columns) {
    this.manners = manners;
    this.columns = columns;
  }

  Manner manner() {
    return manner(row);
  }

  Manner manner(long ofRow) {
    return manners.get(inputLines.get((int) ofRow) % manners.size());
  }

  EditedLine line() {
    String padded = (text + " ".repeat(columns)).substring(0, columns);
    return new EditedLine(row, cursor, padded.chars().mapToObj(Character::toString).toList());
  }

  void take(String typed) {
    Key key = Key.of(typed);
    if (key == Key.Editing.ENTER || key == Key.Editing.UNPREDICTABLE) {
      control(typed);
      return;
    }
    switch (manner()) {
      case EDITS, OVERWRITES, SHOUTS -> edit(key);
      case STARS -> {
        if (key instanceof Key.Letter) {
          insert("*");
        }
      }
      case SILENT -> {}
    }
  }

  /** Something else prints, and the prompt is drawn again below it. */
  void interrupt() {
    nextRow(0);
  }

  private void control(String typed) {
    switch (typed) {
      case "\r" -> {
        nextRow(1);
        text = PROMPT;
        cursor = PROMPT.length();
      }
      case "\u0001" -> cursor = PROMPT.length();
      case "\u001b[A" -> {
        text = PROMPT + "from history";
        cursor = text.length();
      }
      default -> {}
    }
  }

  private void edit(Key key) {
    switch (key) {
      case Key.Letter(String letter) ->
          insert(manner() == Manner.SHOUTS ? letter.toUpperCase(Locale.ROOT) : letter);
      case Key.Editing editing -> {
        switch (editing) {
          case BACKSPACE -> {
            if (cursor > PROMPT.length()) {
              text = text.substring(0, cursor - 1) + text.substring(cursor);
              cursor--;
            }
          }
          case LEFT -> cursor = Math.max(PROMPT.length(), cursor - 1);
          case RIGHT -> cursor = Math.min(text.length(), cursor + 1);
          case ENTER, UNPREDICTABLE -> {}
        }
      }
    }
  }

  private void nextRow(int entered) {
    inputLines.add(inputLines.get(row) + entered);
    row++;
  }

  private void insert(String letter) {
    // Lines that wrap are another matter: here they are full.
    if (text.length() >= columns - 1) {
      return;
    }
    int kept = manner() == Manner.OVERWRITES ? Math.min(cursor + 1, text.length()) : cursor;
    text = text.substring(0, cursor) + letter + text.substring(kept);
    cursor++;
  }
}
