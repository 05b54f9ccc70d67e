package dev.devtail.router.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.devtail.router.role.Tools.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ToolsTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir private Path directory;
  private Tools editor;
  private EditedFiles files;

  @BeforeEach
  void editor() {
    DirectoryWorkspace workspace = new DirectoryWorkspace(directory);
    files = new EditedFiles(workspace);
    editor = new Tools(Role.EDITOR, workspace, files);
  }

  private void file(String path, String text) throws IOException {
    Files.writeString(directory.resolve(path), text);
  }

  private Result call(String tool, String... namesAndValues) throws InterruptedException {
    ObjectNode input = JSON.createObjectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      input.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return editor.call(tool, input);
  }

  private String said(String tool, String... namesAndValues) throws InterruptedException {
    Result result = call(tool, namesAndValues);
    assertThat(result).isInstanceOf(Result.Said.class);
    return ((Result.Said) result).text();
  }

  private String wrong(String tool, String... namesAndValues) throws InterruptedException {
    Result result = call(tool, namesAndValues);
    assertThat(result).isInstanceOf(Result.Wrong.class);
    return ((Result.Wrong) result).text();
  }

  @Test
  void filesAreListedReadAndSearched() throws Exception {
    Files.createDirectories(directory.resolve("src"));
    file("src/a.txt", "one\ntwo\n");

    assertThat(said("list_files")).isEqualTo("src/");
    assertThat(said("list_files", "path", "src")).isEqualTo("src/a.txt (8 bytes)");
    assertThat(said("read_file", "path", "src/a.txt")).isEqualTo("one\ntwo\n");
    assertThat(said("search_files", "pattern", "t[w]o")).isEqualTo("src/a.txt:2:two\n");
    assertThat(said("search_files", "pattern", "three")).isEqualTo("No line matches.");
    assertThat(wrong("search_files", "pattern", "(")).isNotBlank();
    assertThat(wrong("read_file", "path", "src/b.txt")).contains("src/b.txt");
  }

  @Test
  void longFilesComeInParts() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 10_000; i++) {
      text.append("line ").append(i).append('\n');
    }
    file("long.txt", text.toString());

    String first = said("read_file", "path", "long.txt");
    String next = first.replaceAll("(?s).*Read on from line (\\d+)\\.$", "$1");
    ObjectNode input = JSON.createObjectNode().put("path", "long.txt");
    Result second = editor.call("read_file", input.put("from_line", Integer.parseInt(next)));

    assertThat(second)
        .asInstanceOf(type(Result.Said.class))
        .extracting(Result.Said::text)
        .asString()
        .startsWith("line " + next + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret", "/etc/passwd", "a/../../b", ".git/hooks/pre-commit", "", "a\0b"})
  void nothingOutsideIsWritten(String path) throws Exception {
    assertThat(wrong("write_file", "path", path, "content", "x")).startsWith("path: ");
  }

  @Test
  void fileThatWasNotReadIsNotOverwritten() throws Exception {
    file("a.txt", "one\n");

    assertThat(wrong("write_file", "path", "a.txt", "content", "two")).contains("Read it first");
    assertThat(wrong("delete_file", "path", "a.txt")).contains("Read it first");
  }

  @Test
  void fileThatSomebodyElseHasChangedHasToBeReadAgain() throws Exception {
    file("a.txt", "one\n");
    said("read_file", "path", "a.txt");
    file("a.txt", "theirs\n");

    assertThat(wrong("write_file", "path", "a.txt", "content", "mine"))
        .isEqualTo("a.txt has changed since you read it. Read it again.");
    assertThat(wrong("replace_in_file", "path", "a.txt", "old_text", "theirs", "new_text", "mine"))
        .contains("Read it again");
    said("read_file", "path", "a.txt");
    said("replace_in_file", "path", "a.txt", "old_text", "theirs", "new_text", "mine");
    assertThat(Files.readString(directory.resolve("a.txt"))).isEqualTo("mine\n");
  }

  @Test
  void oldTextHasToOccurOnce() throws Exception {
    file("a.txt", "aaa b\n");
    said("read_file", "path", "a.txt");

    assertThat(wrong("replace_in_file", "path", "a.txt", "old_text", "aa", "new_text", "c"))
        .contains("more than once");
    assertThat(wrong("replace_in_file", "path", "a.txt", "old_text", "x", "new_text", "c"))
        .contains("does not occur");
    assertThat(wrong("replace_in_file", "path", "a.txt", "old_text", "", "new_text", "c"))
        .startsWith("old_text: empty");
  }

  @Test
  void whatIsNoTextIsLeftAlone() throws Exception {
    Files.write(directory.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    Files.write(directory.resolve("b.txt"), "Grüße".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(wrong("read_file", "path", "a.png")).contains("no text");
    assertThat(wrong("read_file", "path", "b.txt")).contains("no text");
    assertThat(wrong("write_file", "path", "b.txt", "content", "x")).contains("Read it first");
  }

  @Test
  void deletedFileShowsInTheDiff() throws Exception {
    file("a.txt", "one\n");
    said("read_file", "path", "a.txt");
    said("delete_file", "path", "a.txt");

    assertThat(files.diff(10_000)).isEqualTo("--- a/a.txt\n+++ /dev/null\n@@ -1,1 +1,0 @@\n-one\n");
    assertThat(files.ofStep())
        .containsExactly(new FileChange("a.txt", FileChange.Kind.DELETED, 0, 1));
  }

  @Test
  void whatIsTheSameAgainIsNoChange() throws Exception {
    file("a.txt", "one\n");
    said("read_file", "path", "a.txt");
    said("write_file", "path", "a.txt", "content", "two\n");
    said("write_file", "path", "a.txt", "content", "one\n");

    assertThat(files.diff(10_000)).isEmpty();
    assertThat(files.ofStep()).isEmpty();
  }

  @Test
  void onlyTheEditorWrites() throws Exception {
    for (Role role : new Role[] {Role.PLANNER, Role.REVIEWER}) {
      Tools tools = new Tools(role, new DirectoryWorkspace(directory), files);
      assertThat(
              tools.call(
                  "write_file", JSON.createObjectNode().put("path", "a").put("content", "b")))
          .isEqualTo(new Result.Wrong("There is no tool write_file."));
    }
    assertThat(Tool.definitions(Role.REVIEWER).toString()).doesNotContain("write_file");
  }
}
