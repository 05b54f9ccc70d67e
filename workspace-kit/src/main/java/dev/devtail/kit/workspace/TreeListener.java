package dev.devtail.kit.workspace;

/** Is told what becomes of a workspace, by one thread at a time; it must not block. */
interface TreeListener {

  void changed(TreeChange change);

  /**
   * Nothing more is told.
   *
   * @param failure a fault if the workspace is gone
   */
  void failed(RuntimeException failure);
}
