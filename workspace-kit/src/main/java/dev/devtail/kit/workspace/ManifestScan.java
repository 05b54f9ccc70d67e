package dev.devtail.kit.workspace;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Makes a manifest of what a walk has found: a few threads look into the files. Used once. */
final class ManifestScan {

  /** Threads that read files. */
  private static final int READERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  /** Files that a thread takes at once, beside each other in the tree. */
  private static final int TAKEN = 64;

  private final Path workspace;
  private final KnownFiles known;
  private final List<Walk.Found> files = new ArrayList<>();
  private final List<Omission> omissions;
  private final List<@Nullable Verdict> verdicts;
  private final AtomicInteger next = new AtomicInteger();

  ManifestScan(Path workspace, Walk walk, KnownFiles known, Limits limits) {
    this.workspace = workspace;
    this.known = known;
    this.omissions = new ArrayList<>(walk.omissions());
    for (Walk.Found file : walk.files()) {
      FileLook.byName(file.path(), file.attributes(), limits)
          .ifPresentOrElse(out -> omit(file.path(), out), () -> files.add(file));
    }
    this.verdicts = new ArrayList<>(Collections.nCopies(files.size(), null));
  }

  private void omit(String path, Verdict.Out out) {
    omissions.add(new Omission(path, out.cause(), out.detail()));
  }

  /**
   * @throws CancellationException if the thread is interrupted
   */
  Manifest run() throws IOException {
    try (ExecutorService readers =
        Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("devtail-scan-", 0).factory())) {
      await(readers.invokeAll(Collections.nCopies(READERS, (Callable<Void>) this::readAll)));
    } catch (InterruptedException cancelled) {
      throw new CancellationException();
    }
    known.forgetAllBut(files.stream().map(Walk.Found::path).toList());
    return manifest();
  }

  private static void await(List<Future<Void>> lanes) throws IOException, InterruptedException {
    for (Future<Void> lane : lanes) {
      try {
        lane.get();
      } catch (ExecutionException failure) {
        switch (failure.getCause()) {
          case IOException disk -> throw disk;
          case RuntimeException other -> throw other;
          case null, default -> throw new IllegalStateException(failure);
        }
      }
    }
  }

  private @Nullable Void readAll() throws IOException {
    try (DirectoryCursor cursor = new DirectoryCursor(OpenDirectory.root(workspace), null)) {
      int from = next.getAndAdd(TAKEN);
      while (from < files.size()) {
        for (int i = from; i < Math.min(from + TAKEN, files.size()); i++) {
          verdicts.set(i, look(cursor, files.get(i)).orElse(null));
        }
        from = next.getAndAdd(TAKEN);
      }
    }
    return null;
  }

  /** Empty if it is not there any more. */
  private Optional<Verdict> look(DirectoryCursor cursor, Walk.Found file) throws IOException {
    try {
      String path = file.path();
      Stamp now = Stamp.of(workspace.resolve(path), file.attributes());
      Optional<Verdict> recalled = known.recall(path, now);
      if (recalled.isPresent()) {
        return recalled;
      }
      DirectoryCursor.Level directory = cursor.to(path.substring(0, path.lastIndexOf('/') + 1));
      return known.read(directory, path, now).map(FileLook::verdict);
    } catch (FileSystemException gone) {
      return Optional.empty();
    }
  }

  private Manifest manifest() {
    List<TreeFile> taken = new ArrayList<>(files.size());
    for (int i = 0; i < files.size(); i++) {
      Walk.Found file = files.get(i);
      switch (verdicts.get(i)) {
        case Verdict.Text text -> {
          taken.add(file.as(text));
          text.omission(file.path()).ifPresent(omissions::add);
        }
        case Verdict.Out out -> omit(file.path(), out);
        case null -> {}
      }
    }
    omissions.sort(Comparator.comparing(Omission::path));
    return new Manifest(taken, omissions);
  }
}
