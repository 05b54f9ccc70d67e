package dev.devtail.kit.workspace;

import java.util.List;

/**
 * All files of a workspace.
 *
 * @param files by path
 * @param omissions by path
 */
public record Manifest(List<TreeFile> files, List<Omission> omissions) {

  public Manifest {
    files = List.copyOf(files);
    omissions = List.copyOf(omissions);
  }
}
