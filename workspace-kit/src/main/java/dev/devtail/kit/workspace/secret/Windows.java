package dev.devtail.kit.workspace.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one text that rules are tried on: lines around keywords. Parts of a rule that touch
 * are one. Used once.
 */
final class Windows {

  /** So far a window goes back from a keyword, within its line, in characters. */
  private static final int BEFORE = 256;

  /** So far a window goes on behind a keyword: to the end of the next line, or of so many. */
  private static final int AFTER = 1_024;

  /** The same for what goes over many lines: an RSA key of 16 384 bits has 12 700 in PEM. */
  private static final int LONG_AFTER = 16_384;

  private static final int NONE = -1;

  /** Bytes are taken as characters. */
  private final byte[] bytes;

  private final String path;
  private final List<RuleTrial> trials;

  /** Of each rule, the window that may still grow. */
  private final int[] begins;

  private final int[] keywords;
  private final int[] ends;
  private final List<Finding> findings = new ArrayList<>();

  /** The same as the bytes; null: it was not needed yet. */
  private @Nullable String text;

  Windows(byte[] bytes, String path, List<RuleTrial> trials) {
    this.bytes = bytes;
    this.path = path;
    this.trials = trials;
    this.begins = new int[trials.size()];
    this.keywords = new int[trials.size()];
    this.ends = new int[trials.size()];
    Arrays.fill(begins, NONE);
  }

  /**
   * Takes a keyword, which ends no earlier than those of the rule before.
   *
   * @param rule index of its rule
   */
  void add(int rule, int keywordBegin, int keywordEnd) {
    boolean isLong = trials.get(rule).isLong();
    int begin = begin(keywordBegin);
    int end = isLong ? Math.min(bytes.length, keywordEnd + LONG_AFTER) : end(keywordEnd);
    if (begins[rule] != NONE && begin <= ends[rule]) {
      ends[rule] = Math.max(ends[rule], end);
      return;
    }
    if (begins[rule] != NONE) {
      close(rule);
    }
    begins[rule] = begin;
    keywords[rule] = keywordBegin;
    ends[rule] = end;
  }

  private int begin(int keyword) {
    int earliest = Math.max(0, keyword - BEFORE);
    int begin = keyword;
    while (begin > earliest && bytes[begin - 1] != '\n') {
      begin--;
    }
    return begin;
  }

  private int end(int keyword) {
    int limit = Math.min(bytes.length, keyword + AFTER);
    int end = keyword;
    for (int lines = 0; end < limit; end++) {
      if (bytes[end] == '\n' && ++lines == 2) {
        break;
      }
    }
    return end;
  }

  private void close(int rule) {
    if (text == null) {
      text = new String(bytes, ISO_8859_1);
    }
    trials.get(rule).on(text, begins[rule], keywords[rule], ends[rule], path, findings);
    begins[rule] = NONE;
  }

  /** After the last keyword. */
  List<Finding> findings() {
    for (int rule = 0; rule < begins.length; rule++) {
      if (begins[rule] != NONE) {
        close(rule);
      }
    }
    return findings;
  }
}
