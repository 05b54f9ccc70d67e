package dev.devtail.context.live;

import dev.devtail.context.workspace.Omission;
import dev.devtail.kit.fault.Fault;
import java.time.Duration;
import java.util.List;

/** How far the reading of a workspace is. */
public sealed interface LiveState {

  /**
   * For the first time.
   *
   * @param files of the workspace; 0: not known yet
   * @param read those that have been read
   */
  record Reading(int files, int read) implements LiveState {}

  /**
   * All files have been read, and are again as they change.
   *
   * @param took the last time that all were looked at
   */
  record Ready(int files, List<Omission> omissions, Duration took) implements LiveState {

    public Ready {
      omissions = List.copyOf(omissions);
    }
  }

  /** The workspace cannot be read; that is tried again. */
  record Failed(Fault cause) implements LiveState {}
}
