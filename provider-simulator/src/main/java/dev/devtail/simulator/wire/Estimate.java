package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Block;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Counts tokens where a script does not, at four characters each; cuts text into pieces. */
final class Estimate {

  private static final int CHARS_PER_TOKEN = 4;

  private Estimate() {}

  static int tokens(long chars) {
    return (int) Math.ceilDiv(chars, (long) CHARS_PER_TOKEN);
  }

  static Tokens of(Question question, Answer answer) {
    Tokens scripted = answer.tokens();
    if (scripted != null) {
      return scripted;
    }
    long thought = 0;
    long said = 0;
    long searches = 0;
    for (Block block : answer.blocks()) {
      switch (block) {
        case Block.Thinking(String text) -> thought += text.length();
        case Block.Text(String text) -> said += text.length();
        case Block.ToolCall call -> said += call.name().length() + call.input().toString().length();
        case Block.WebSearch search -> searches++;
      }
    }
    int reasoning = tokens(thought);
    return new Tokens(
        question.inputTokens(), 0, 0, 0, (long) reasoning + tokens(said), reasoning, searches);
  }

  /** Pieces of that many characters, none of which ends within one. */
  static List<String> pieces(String text, int chars) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + chars);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to++;
      }
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }
}
