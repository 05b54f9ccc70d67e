package dev.devtail.simulator.script;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a rule is for: those of which everything holds that it names. What is null is not
 * asked for. Patterns are searched for, not matched against the whole.
 *
 * @param text searched for in what the user said last; its groups can be used in the answer
 * @param tool name of the tool whose result ends the conversation; empty if none may
 * @param result searched for in that result; its groups can be used in the answer
 * @param offers name of a tool that the model may call
 * @param turn of the conversation, from 1
 * @param request since the start or the last reset, from 1
 */
public record Match(
    @Nullable Provider provider,
    @Nullable Pattern model,
    @Nullable Pattern system,
    @Nullable Pattern text,
    @Nullable String tool,
    @Nullable Pattern result,
    @Nullable String offers,
    @Nullable Boolean subAgent,
    @Nullable Integer turn,
    @Nullable Long request) {

  /** Every request. */
  public static final Match ANY =
      new Match(null, null, null, null, null, null, null, null, null, null);

  /** Requests whose user said that last; a regular expression. */
  public static Match text(String regex) {
    return ANY.withText(Pattern.compile(regex));
  }

  /** Requests that end with a result of that tool. */
  public static Match afterTool(String name) {
    return new Match(null, null, null, null, name, null, null, null, null, null);
  }

  /** The n-th request, from 1. */
  public static Match nth(long request) {
    return new Match(null, null, null, null, null, null, null, null, null, request);
  }

  public Match withText(Pattern pattern) {
    return new Match(
        provider, model, system, pattern, tool, result, offers, subAgent, turn, request);
  }

  public Match withSubAgent(boolean wanted) {
    return new Match(provider, model, system, text, tool, result, offers, wanted, turn, request);
  }

  /** What was captured, if all of it holds. */
  Optional<Captures> in(Question question, long number) {
    ToolResult last = question.result();
    if (!is(provider, question.provider())
        || !is(subAgent, question.subAgent())
        || !is(turn, question.turn())
        || !is(request, number)
        || !found(model, question.model())
        || !found(system, question.system())
        || (offers != null && !question.tools().contains(offers))
        || !is(tool, last == null ? "" : last.name())) {
      return Optional.empty();
    }
    Captures captures = Captures.of(question);
    if (text != null) {
      Matcher matcher = text.matcher(question.userText());
      if (!matcher.find()) {
        return Optional.empty();
      }
      captures = captures.with(matcher);
    }
    if (result != null) {
      Matcher matcher = result.matcher(last == null ? "" : last.text());
      if (!matcher.find()) {
        return Optional.empty();
      }
      captures = captures.with(matcher);
    }
    return Optional.of(captures);
  }

  private static boolean is(@Nullable Object wanted, Object is) {
    return wanted == null || wanted.equals(is);
  }

  private static boolean found(@Nullable Pattern pattern, String in) {
    return pattern == null || pattern.matcher(in).find();
  }
}
