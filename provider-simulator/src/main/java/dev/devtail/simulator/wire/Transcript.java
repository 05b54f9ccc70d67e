package dev.devtail.simulator.wire;

import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Question;
import dev.devtail.simulator.script.Question.Thoughts;
import dev.devtail.simulator.script.ToolResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of a conversation a script can ask about, gathered while it is checked. */
final class Transcript {

  /** What coding agents slip in among the user's words. */
  private static final Pattern REMINDER =
      Pattern.compile("<system-reminder>.*?</system-reminder>", Pattern.DOTALL);

  private final StringBuilder system = new StringBuilder();
  private final List<String> tools = new ArrayList<>();
  private final Map<String, String> calls = new HashMap<>();
  private String userText = "";
  private boolean withinUserTurn;
  private @Nullable ToolResult result;
  private int answers;
  private boolean withinAnswer;
  private long chars;

  void system(String text) {
    chars += text.length();
    system.append(text).append('\n');
  }

  void tool(String name, int definitionChars) {
    chars += definitionChars;
    tools.add(name);
  }

  /**
   * What the user says; texts of one turn belong together. What an agent slips in counts only where
   * it is all that there is: a turn of the agent's own.
   */
  void user(String text) {
    chars += text.length();
    String said = REMINDER.matcher(text).replaceAll("").strip();
    if (!said.isEmpty()) {
      userText = withinUserTurn ? userText + "\n" + said : said;
      withinUserTurn = true;
      result = null;
    } else if (withinAnswer) {
      userText = text;
      result = null;
    } else if (!withinUserTurn && result == null) {
      userText = text;
    }
    withinAnswer = false;
  }

  /** Something that the model has said. */
  void assistant(long length) {
    chars += length;
    if (!withinAnswer) {
      answers++;
    }
    withinAnswer = true;
    withinUserTurn = false;
    result = null;
  }

  void toolCall(String id, String name, long length) {
    assistant(length);
    calls.put(id, name);
  }

  void toolResult(String id, String text) {
    chars += text.length();
    withinAnswer = false;
    withinUserTurn = false;
    result = new ToolResult(calls.getOrDefault(id, ""), text);
  }

  long tokens() {
    return Estimate.tokens(chars);
  }

  Question question(
      Provider provider,
      String model,
      boolean stream,
      boolean subAgent,
      Thoughts thinking,
      boolean usageInStream) {
    return new Question(
        provider,
        model,
        stream,
        system.toString(),
        tools,
        subAgent,
        answers + 1,
        userText,
        result,
        tokens(),
        thinking,
        usageInStream);
  }
}
