package dev.devtail.kit.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class GitHistoryTest {

  private static final int ALL = 10_000;

  @TempDir Path directory;
  private Git git;

  @BeforeEach
  void makeRepository() throws GitAPIException {
    git = Git.init().setInitialBranch("main").setDirectory(directory.toFile()).call();
  }

  @AfterEach
  void close() {
    git.close();
  }

  private void put(String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private RevCommit commit(String message) throws GitAPIException {
    git.add().addFilepattern(".").call();
    git.add().addFilepattern(".").setUpdate(true).call();
    return git.commit()
        .setMessage(message)
        .setAuthor("Ada", "ada@example.com")
        .setCommitter("Ada", "ada@example.com")
        .setSign(false)
        .call();
  }

  private GitHistory history(Path workspace, int commits) {
    return new WorkspaceTree(workspace, Limits.USUAL, Clock.systemUTC()).history(commits);
  }

  @Test
  void theLatestCommitsAreRead() throws Exception {
    put("a", "1");
    put("b/c", "1");
    RevCommit first = commit("First\n\nWith a body.");
    put("a", "2");
    Files.delete(directory.resolve("b/c"));
    RevCommit second = commit("Second");
    GitHistory history = history(directory, ALL);
    assertThat(history.head()).isEqualTo(second.name());
    assertThat(history.branch()).isEqualTo("main");
    assertThat(history.uncommitted()).isEmpty();
    assertThat(history.commits()).hasSize(2);
    assertThat(history.commits().getFirst().paths()).containsExactly("a", "b/c");
    GitCommit last = history.commits().getLast();
    assertThat(last.id()).isEqualTo(first.name());
    assertThat(last.author()).isEqualTo("Ada");
    assertThat(last.message()).isEqualTo("First\n\nWith a body.");
    assertThat(last.paths()).containsExactly("a", "b/c");
    assertThat(last.time()).isEqualTo(first.getCommitterIdent().getWhenAsInstant());
    assertThat(history(directory, 1).commits()).hasSize(1);
  }

  @Test
  void mergesAreLeftOut() throws Exception {
    put("a", "1");
    RevCommit first = commit("First");
    git.checkout().setCreateBranch(true).setName("side").call();
    put("b", "1");
    RevCommit side = commit("Side");
    git.checkout().setName("main").call();
    put("c", "1");
    commit("Main");
    git.merge().include(side).setMessage("Merge").call();
    GitHistory history = history(directory, ALL);
    assertThat(history.commits())
        .extracting(GitCommit::message)
        .containsExactlyInAnyOrder("First", "Side", "Main");
    assertThat(history.head()).isNotEqualTo(first.name());
  }

  @Test
  void whatDiffersFromTheHeadIsUncommitted() throws Exception {
    for (String path : List.of("same", "written", "deleted", "staged", "unstaged-delete", "made")) {
      put(path, "1");
    }
    put(".gitignore", "ignored\n");
    commit("First");
    put("written", "2");
    put("staged", "2");
    git.add().addFilepattern("staged").call();
    git.rm().addFilepattern("deleted").call();
    Files.delete(directory.resolve("unstaged-delete"));
    put("new/file", "1");
    put("ignored", "1");
    put("same", "1");
    assertThat(history(directory, ALL).uncommitted())
        .containsExactly("deleted", "new/file", "staged", "unstaged-delete", "written");
  }

  @Test
  void ofAPartOfAWorktreeTheHistoryIsThatOfThePart() throws Exception {
    put("part/a", "1");
    put("b", "1");
    commit("First");
    put("b", "2");
    RevCommit second = commit("Second");
    put("part/c", "1");
    put("d", "1");
    GitHistory history = history(directory.resolve("part"), ALL);
    assertThat(history.head()).isEqualTo(second.name());
    assertThat(history.commits()).hasSize(1);
    assertThat(history.commits().getFirst().paths()).containsExactly("a");
    assertThat(history.uncommitted()).containsExactly("c");
  }

  @Test
  void whatIsNotCommittedYetHasNoHead() throws Exception {
    put("a", "1");
    GitHistory history = history(directory, ALL);
    assertThat(history).isEqualTo(new GitHistory("", "main", List.of("a"), List.of()));
  }

  @Test
  void noProgramOfTheRepositorysIsRun() throws Exception {
    put(".gitattributes", "* filter=evil\n");
    put("a", "1");
    commit("First");
    Path ran = directory.resolve("ran");
    StoredConfig config = git.getRepository().getConfig();
    config.setString("filter", "evil", "clean", "touch " + ran + "; cat");
    config.save();
    put("a", "22");
    assertThat(history(directory, ALL).uncommitted()).containsExactly("a");
    assertThat(ran).doesNotExist();
  }

  @Test
  void aFurtherWorktreeIsBelievedIfItsRepositoryKnowsIt(@TempDir Path elsewhere) throws Exception {
    put("a", "1");
    commit("First");
    Path worktree = elsewhere.toRealPath();
    Path own = Files.createDirectories(directory.resolve(".git/worktrees/further"));
    Files.writeString(worktree.resolve(".git"), "gitdir: " + own.toRealPath() + "\n");
    Files.writeString(own.resolve("HEAD"), "ref: refs/heads/main\n");
    Files.writeString(own.resolve("commondir"), "../..\n");
    assertThat(history(worktree, ALL)).isEqualTo(GitHistory.NONE);

    Files.writeString(own.resolve("gitdir"), worktree.resolve(".git") + "\n");
    assertThat(history(worktree, ALL).commits())
        .extracting(GitCommit::message)
        .containsExactly("First");
  }
}
