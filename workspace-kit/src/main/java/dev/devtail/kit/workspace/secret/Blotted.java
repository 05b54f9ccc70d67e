package dev.devtail.kit.workspace.secret;

import java.util.List;

/**
 * A text without its secrets.
 *
 * @param content the same bytes if there were none
 * @param rules names of those that found some, each once
 */
@SuppressWarnings("ArrayRecordComponent")
public record Blotted(byte[] content, List<String> rules) {

  public Blotted {
    rules = List.copyOf(rules);
  }
}
