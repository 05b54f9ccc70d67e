package dev.devtail.router.translate.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the answer is to be made.
 *
 * @param stream whether it is to come in events
 * @param usageInStream whether the stream is to tell what was used, where that is left to the
 *     caller
 * @param maxTokens of the answer, thinking included; null if the caller does not bound it
 * @param stop what ends the answer where it would be written
 * @param effort null if unsaid
 * @param showThinking whether the caller wants to read it
 * @param user whom the caller acts for, as it calls them; null if unsaid
 */
public record Settings(
    boolean stream,
    boolean usageInStream,
    @Nullable Long maxTokens,
    List<String> stop,
    Sampling sampling,
    Thinking thinking,
    @Nullable Effort effort,
    boolean showThinking,
    OutputFormat format,
    @Nullable String user) {

  public Settings {
    stop = List.copyOf(stop);
  }

  /** These, but for the bound of the answer. */
  public Settings withMaxTokens(long bound) {
    return new Settings(
        stream, usageInStream, bound, stop, sampling, thinking, effort, showThinking, format, user);
  }
}
