package dev.devtail.router.role;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.router.role.Workspace.Content;
import dev.devtail.router.role.Workspace.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of a workspace as a run sees and changes them. What it writes is what its editor has
 * read: a file that somebody else has changed since then has to be read again.
 */
final class EditedFiles {

  /** What is kept of files as they were before, in bytes. */
  private static final long MAX_KEPT_BYTES = 16 << 20;

  /** Files that a run may change. */
  private static final int MAX_FILES = 200;

  private final Workspace workspace;

  /** What each file was when it was last read or written here. */
  private final Map<String, Hash> seen = new HashMap<>();

  /** What changed files were before the run. */
  private final Map<String, Optional<byte[]>> beforeRun = new TreeMap<>();

  /** What files that this step has changed were before it. */
  private final Map<String, Optional<byte[]>> beforeStep = new TreeMap<>();

  EditedFiles(Workspace workspace) {
    this.workspace = workspace;
  }

  void beginStep() {
    beforeStep.clear();
  }

  /**
   * @throws ToolMistakeException if it is no text, or too long
   */
  String read(String path) throws InterruptedException {
    seen.remove(path);
    Content content = Awaited.value(workspace.read(path));
    if (content.size() > content.bytes().length) {
      throw new ToolMistakeException(
          "%s has %d bytes, and no more than %d can be read. Search it, or leave it alone."
              .formatted(path, content.size(), Workspace.MAX_FILE_BYTES));
    }
    String text = text(path, content.bytes());
    seen.put(path, content.hash());
    return text;
  }

  /** Strictly: what is no text would not be the same once it is written again. */
  private static String text(String path, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException noText) {
      // Told below.
    }
    throw new ToolMistakeException(path + " is no text in UTF-8.");
  }

  /**
   * The text of a file that was read.
   *
   * @throws ToolMistakeException if it was not, or is no longer what it was then
   */
  String asSeen(String path) throws InterruptedException {
    return now(path)
        .map(bytes -> text(path, bytes))
        .orElseThrow(() -> new ToolMistakeException("There is no file " + path + "."));
  }

  /**
   * @throws ToolMistakeException if it has to be read first, or once more
   */
  void write(String path, String text) throws InterruptedException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    if (content.length > Workspace.MAX_FILE_BYTES) {
      throw new ToolMistakeException(
          "%s would have %d bytes (expected: at most %d)"
              .formatted(path, content.length, Workspace.MAX_FILE_BYTES));
    }
    keep(path);
    seen.put(
        path, Awaited.value(workspace.write(path, content, Optional.ofNullable(seen.get(path)))));
  }

  /**
   * @throws ToolMistakeException if there is none, or it has to be read first
   */
  void delete(String path) throws InterruptedException {
    if (keep(path).isEmpty()) {
      throw new ToolMistakeException("There is no file " + path + ".");
    }
    Hash known = seen.get(path);
    if (known == null) {
      throw unread(path);
    }
    Awaited.maybe(workspace.delete(path, known));
    seen.remove(path);
  }

  /** Returns what the file is now, and remembers it if this is the first change. */
  private Optional<byte[]> keep(String path) throws InterruptedException {
    Optional<byte[]> now = now(path);
    if (!beforeRun.containsKey(path) && beforeRun.size() == MAX_FILES) {
      throw new ToolMistakeException(
          "%d files have been changed, and no more may be.".formatted(MAX_FILES));
    }
    if (!beforeStep.containsKey(path)
        && kept() + now.map(old -> old.length).orElse(0) > MAX_KEPT_BYTES) {
      throw new ToolMistakeException(
          "The files that have been changed are more than %d MB together; no other may be."
              .formatted(MAX_KEPT_BYTES >> 20));
    }
    beforeRun.putIfAbsent(path, now);
    beforeStep.putIfAbsent(path, now);
    return now;
  }

  private long kept() {
    return length(beforeRun) + length(beforeStep);
  }

  private static long length(Map<String, Optional<byte[]>> files) {
    return files.values().stream().mapToLong(old -> old.map(bytes -> bytes.length).orElse(0)).sum();
  }

  /**
   * @throws ToolMistakeException if it is not what was seen of it
   */
  private Optional<byte[]> now(String path) throws InterruptedException {
    Optional<Content> found = find(path);
    Hash known = seen.get(path);
    if (found.isPresent() && known == null) {
      throw unread(path);
    }
    if (known != null && !found.map(Content::hash).equals(Optional.of(known))) {
      throw changed(path);
    }
    return found.map(Content::bytes);
  }

  private Optional<Content> find(String path) throws InterruptedException {
    try {
      return Awaited.maybe(workspace.read(path));
    } catch (Fault fault) {
      if (fault.code() == FaultCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw fault;
    }
  }

  private static ToolMistakeException unread(String path) {
    return new ToolMistakeException(
        "%s is there, and you have not read it. Read it first.".formatted(path));
  }

  static ToolMistakeException changed(String path) {
    return new ToolMistakeException(
        "%s has changed since you read it. Read it again.".formatted(path));
  }

  /** What this step has changed. */
  List<FileChange> ofStep() throws InterruptedException {
    return diffs(beforeStep).stream().map(FileDiff::change).toList();
  }

  /**
   * What the run has changed, in the unified format.
   *
   * @param max of it, in characters; of what is longer the beginning
   */
  String diff(int max) throws InterruptedException {
    StringBuilder text = new StringBuilder();
    for (FileDiff diff : diffs(beforeRun)) {
      if (text.length() < max) {
        text.append(diff.unified());
      }
    }
    return Texts.beginning(text.toString(), max);
  }

  /** Of files that are not what they were. */
  private List<FileDiff> diffs(Map<String, Optional<byte[]>> before) throws InterruptedException {
    List<FileDiff> diffs = new ArrayList<>();
    for (Map.Entry<String, Optional<byte[]>> file : before.entrySet()) {
      Optional<byte[]> now = find(file.getKey()).map(Content::bytes);
      if (!same(file.getValue(), now)) {
        diffs.add(new FileDiff(file.getKey(), file.getValue(), now));
      }
    }
    return diffs;
  }

  private static boolean same(Optional<byte[]> one, Optional<byte[]> other) {
    return one.isPresent() == other.isPresent()
        && one.map(bytes -> Arrays.equals(bytes, other.orElseThrow())).orElse(true);
  }
}
