package dev.devtail.router.route;

import dev.devtail.router.request.RequestFacts;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a rule holds: where everything holds that it names. What is null or empty is not asked for.
 *
 * @param model what the caller asks for, with {@code *} for anything
 * @param user one of these calls
 * @param session one of these is called for
 * @param requestClass as {@link CallFacts#requestClass()}
 * @param agentType as {@link CallFacts#agentType()}, with {@code *} for anything
 * @param effort one of these is asked for
 * @param thinking whether thinking is asked for
 * @param webSearch whether the provider's search of the web is among the tools
 * @param image whether the user's last message holds an image
 * @param tokensAbove the conversation is estimated at more tokens
 */
public record Condition(
    @Nullable Glob model,
    Set<String> user,
    Set<String> session,
    @Nullable Glob requestClass,
    @Nullable Glob agentType,
    Set<String> effort,
    @Nullable Boolean thinking,
    @Nullable Boolean webSearch,
    @Nullable Boolean image,
    @Nullable Long tokensAbove) {

  /** Holds always. */
  public static final Condition ALWAYS =
      new Condition(null, Set.of(), Set.of(), null, null, Set.of(), null, null, null, null);

  public Condition {
    user = Set.copyOf(user);
    session = Set.copyOf(session);
    effort = Set.copyOf(effort);
  }

  /** Why it does not hold, for people; empty if it does. */
  Optional<String> whyNot(CallFacts call) {
    RequestFacts request = call.request();
    return Stream.of(
            like("model", model, request.model()),
            among("user", user, call.user()),
            among("session", session, call.session()),
            like("request-class", requestClass, call.requestClass()),
            like("agent-type", agentType, call.agentType()),
            among("effort", effort, request.effort()),
            same("thinking", thinking, request.thinking()),
            same("web-search", webSearch, request.webSearch()),
            same("image", image, request.image()),
            above(request.estimatedTokens()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> like(String what, @Nullable Glob pattern, String is) {
    return unless(pattern == null || pattern.matches(is), what, is, pattern);
  }

  private static Optional<String> among(String what, Set<String> wanted, String is) {
    return unless(
        wanted.isEmpty() || wanted.contains(is),
        what,
        is,
        String.join(" or ", wanted.stream().sorted().toList()));
  }

  private static Optional<String> same(String what, @Nullable Boolean wanted, boolean is) {
    return unless(wanted == null || wanted == is, what, is, wanted);
  }

  private Optional<String> above(long tokens) {
    return unless(
        tokensAbove == null || tokens > tokensAbove, "tokens", tokens, "above " + tokensAbove);
  }

  private static Optional<String> unless(
      boolean holds, String what, Object is, @Nullable Object wanted) {
    return holds
        ? Optional.empty()
        : Optional.of(
            "%s is %s, not %s"
                .formatted(what, is.toString().isEmpty() ? "unsaid" : is, String.valueOf(wanted)));
  }
}
