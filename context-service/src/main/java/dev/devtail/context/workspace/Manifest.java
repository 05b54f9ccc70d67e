package dev.devtail.context.workspace;

import java.util.List;

/**
 * All files of a workspace at one moment.
 *
 * @param files by path
 * @param omissions by path
 */
public record Manifest(List<WorkspaceFile> files, List<Omission> omissions) {

  public Manifest {
    files = List.copyOf(files);
    omissions = List.copyOf(omissions);
  }
}
