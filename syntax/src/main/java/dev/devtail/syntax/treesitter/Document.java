package dev.devtail.syntax.treesitter;

import dev.devtail.syntax.Language;

/**
 * A file as it was parsed last.
 *
 * @param tree C's {@code TSTree}, of which this is the owner
 * @param findings in it
 */
@SuppressWarnings("ArrayRecordComponent")
record Document(Language language, byte[] content, long tree, int[] findings)
    implements AutoCloseable {

  @Override
  public void close() {
    TreeSitter.deleteTree(tree);
  }
}
