package dev.devtail.kit.workspace;

import java.io.IOException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * What is checked out.
 *
 * @param commit in hexadecimal digits; empty: nothing is committed, or there is no Git
 * @param branch empty: none
 */
record GitHead(String commit, String branch) {

  static final GitHead NONE = new GitHead("", "");

  TreeChange.Head change() {
    return new TreeChange.Head(commit, branch);
  }

  static GitHead of(Repository repository) throws IOException {
    ObjectId commit = repository.resolve(Constants.HEAD);
    Ref head = repository.exactRef(Constants.HEAD);
    return new GitHead(
        commit == null ? "" : commit.name(),
        head != null && head.isSymbolic()
            ? Repository.shortenRefName(head.getTarget().getName())
            : "");
  }
}
