package dev.devtail.bench.retrieval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devtail.context.token.Vocabulary;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The map that Aider itself makes, in a process of its own, of a directory that follows. */
final class AiderMap implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SCRIPT = "aider_map.py";

  private final Path repository;
  private final Path scratch;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  private AiderMap(Path repository, Path scratch, Process process) {
    this.repository = repository;
    this.scratch = scratch;
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.questions = process.outputWriter(UTF_8);
  }

  /**
   * @param python that has aider-chat installed
   */
  static AiderMap start(String python, Path repository) throws IOException {
    Path scratch = Files.createTempDirectory("devtail-aider");
    Path script = scratch.resolve(SCRIPT);
    try (InputStream resource = AiderMap.class.getResourceAsStream(SCRIPT)) {
      if (resource == null) {
        throw new IOException(SCRIPT + " is missing");
      }
      Files.copy(resource, script);
    }
    Path tree = Files.createDirectory(scratch.resolve("tree"));
    Process process =
        new ProcessBuilder(python, script.toString(), tree.toString())
            .redirectError(Redirect.to(scratch.resolve("log").toFile()))
            .start();
    return new AiderMap(repository, scratch, process);
  }

  /** The files that are in the map of a commit for a task. */
  Set<String> map(String commit, Set<String> files, String task, int tokens) throws IOException {
    checkOut(commit);
    send(Map.of("files", files, "task", task, "tokens", tokens));
    while (true) {
      String line = answers.readLine();
      if (line == null) {
        throw new IOException(
            "Aider has ended; is aider-chat installed there? "
                + Files.readString(scratch.resolve("log")).strip());
      }
      JsonNode answer = JSON.readTree(line);
      if (answer.has("map")) {
        return shown(answer.get("map").asString(), files);
      }
      send(Map.of("tokens", Vocabulary.O200K_BASE.count(answer.get("count").asString())));
    }
  }

  /** Aider writes a path, and a colon if what it declares follows. */
  private static Set<String> shown(String map, Set<String> files) {
    Set<String> shown = new TreeSet<>();
    map.lines()
        .map(line -> line.endsWith(":") ? line.substring(0, line.length() - 1) : line)
        .filter(files::contains)
        .forEach(shown::add);
    return shown;
  }

  private void send(Map<String, ?> message) throws IOException {
    questions.write(JSON.writeValueAsString(message));
    questions.newLine();
    questions.flush();
  }

  private void checkOut(String commit) throws IOException {
    ProcessBuilder git =
        new ProcessBuilder("git", "read-tree", "-u", "--reset", commit)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(scratch.resolve("git.log").toFile()));
    Map<String, String> environment = git.environment();
    File gitDirectory;
    try (var repo = GitTree.open(repository)) {
      gitDirectory = repo.getDirectory();
    }
    environment.put("GIT_DIR", gitDirectory.getAbsolutePath());
    environment.put("GIT_WORK_TREE", scratch.resolve("tree").toString());
    environment.put("GIT_INDEX_FILE", scratch.resolve("index").toString());
    git.directory(scratch.resolve("tree").toFile());
    try {
      int code = git.start().waitFor();
      if (code != 0) {
        throw new IOException(
            "git read-tree: " + Files.readString(scratch.resolve("git.log")).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    Files.walkFileTree(
        scratch,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
