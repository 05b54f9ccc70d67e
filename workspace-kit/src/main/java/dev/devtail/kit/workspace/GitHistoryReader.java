package dev.devtail.kit.workspace;

import dev.devtail.kit.workspace.secret.SecretBlotter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Reads the history of a workspace from its repository, of which it may be a part. Runs no program,
 * whatever the repository's configuration says. Used once.
 */
final class GitHistoryReader {

  private final Repository repository;
  private final GitRules git;

  private GitHistoryReader(Repository repository, GitRules git) {
    this.repository = repository;
    this.git = git;
  }

  /**
   * @param walk through the same workspace
   * @param commits the most of them
   */
  static GitHistory read(Path workspace, Walk walk, int commits) throws IOException {
    Optional<GitRules> git = walk.rules().git();
    if (git.isEmpty()) {
      return GitHistory.NONE;
    }
    try (Repository repository = git.get().git().open()) {
      GitHistoryReader reader = new GitHistoryReader(repository, git.get());
      return reader.read(commits, new Uncommitted(workspace, walk, git.get()));
    }
  }

  /** What is checked out. */
  static GitHead head(Walk walk) throws IOException {
    Optional<GitRules> git = walk.rules().git();
    if (git.isEmpty()) {
      return GitHead.NONE;
    }
    try (Repository repository = git.get().git().open()) {
      return GitHead.of(repository);
    }
  }

  private GitHistory read(int commits, Uncommitted uncommitted) throws IOException {
    GitHead head = GitHead.of(repository);
    try (RevWalk walk = new RevWalk(repository)) {
      if (head.commit().isEmpty()) {
        return new GitHistory(
            "", head.branch(), uncommitted.paths(walk.getObjectReader(), null), List.of());
      }
      RevCommit start = walk.parseCommit(ObjectId.fromString(head.commit()));
      return new GitHistory(
          head.commit(),
          head.branch(),
          uncommitted.paths(walk.getObjectReader(), start.getTree()),
          commits(walk, start, commits));
    }
  }

  /** Of a clone that lacks what is older, what it has. */
  private List<GitCommit> commits(RevWalk walk, RevCommit start, int limit) throws IOException {
    walk.markStart(start);
    walk.setRevFilter(RevFilter.NO_MERGES);
    walk.setRewriteParents(false);
    walk.setTreeFilter(git.place().prefix().isEmpty() ? TreeFilter.ALL : changed());
    List<GitCommit> commits = new ArrayList<>();
    try {
      RevCommit commit = walk.next();
      while (commit != null && commits.size() < limit) {
        commits.add(commit(walk, commit));
        commit = walk.next();
      }
    } catch (MissingObjectException end) {
      return commits;
    }
    return commits;
  }

  private TreeFilter changed() {
    String prefix = git.place().prefix();
    return prefix.isEmpty()
        ? TreeFilter.ANY_DIFF
        : AndTreeFilter.create(PathFilter.create(prefix), TreeFilter.ANY_DIFF);
  }

  private GitCommit commit(RevWalk walk, RevCommit commit) throws IOException {
    String message = withoutSecrets(commit.getFullMessage());
    return new GitCommit(
        commit.name(),
        commit.getCommitterIdent().getWhenAsInstant(),
        commit.getAuthorIdent().getName(),
        message.substring(0, Math.min(message.length(), GitCommit.MAX_MESSAGE)),
        paths(walk, commit));
  }

  private static String withoutSecrets(String message) {
    byte[] text = message.getBytes(StandardCharsets.UTF_8);
    return new String(SecretBlotter.builtIn().blot("", text).content(), StandardCharsets.UTF_8);
  }

  private List<String> paths(RevWalk walk, RevCommit commit) throws IOException {
    List<String> paths = new ArrayList<>();
    try (TreeWalk trees = new TreeWalk(walk.getObjectReader())) {
      if (commit.getParentCount() == 0) {
        trees.addTree(new EmptyTreeIterator());
      } else {
        trees.addTree(tree(walk.getObjectReader(), walk.parseCommit(commit.getParent(0))));
      }
      trees.addTree(tree(walk.getObjectReader(), commit));
      trees.setFilter(changed());
      trees.setRecursive(true);
      while (paths.size() < GitCommit.MAX_PATHS && trees.next()) {
        paths.add(git.place().inWorkspace(trees.getPathString()));
      }
    }
    return paths;
  }

  private static CanonicalTreeParser tree(ObjectReader objects, RevCommit commit)
      throws IOException {
    return new CanonicalTreeParser(null, objects, commit.getTree());
  }
}
