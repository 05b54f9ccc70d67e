package dev.devtail.context.live;

import java.util.List;

/**
 * What became of what is known of a workspace.
 *
 * @param changed paths with other content than before, or new ones
 * @param gone paths
 * @param head the commit that is checked out now; empty: the same as before
 */
public record Update(List<String> changed, List<String> gone, String head) {

  public Update {
    changed = List.copyOf(changed);
    gone = List.copyOf(gone);
  }

  boolean isNothing() {
    return changed.isEmpty() && gone.isEmpty() && head.isEmpty();
  }
}
