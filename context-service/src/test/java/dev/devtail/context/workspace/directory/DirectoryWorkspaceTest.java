package dev.devtail.context.workspace.directory;

import dev.devtail.context.workspace.Workspace;
import dev.devtail.context.workspace.WorkspaceCompatibilityKit;
import dev.devtail.kit.workspace.Limits;
import dev.devtail.kit.workspace.WorkspaceTree;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

@EnabledOnOs(OS.LINUX)
class DirectoryWorkspaceTest extends WorkspaceCompatibilityKit {

  private final Scheduler disk = Schedulers.newBoundedElastic(4, 100, "test-disk");

  @Override
  protected Workspace of(Path directory) {
    return new DirectoryWorkspace(
        new WorkspaceTree(directory, Limits.USUAL, Clock.systemUTC()), disk);
  }

  @AfterEach
  void stop() {
    disk.dispose();
  }
}
