package dev.devtail.context.workspace.remote;

import dev.devtail.context.workspace.Workspace;
import dev.devtail.context.workspace.WorkspaceCompatibilityKit;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.terminal.domain.ProgramResolver;
import dev.devtail.terminal.domain.SearchPath;
import dev.devtail.terminal.grpc.WorkspaceGrpcService;
import dev.devtail.terminal.workspace.CommandRunner;
import dev.devtail.terminal.workspace.WorkspaceDirectories;
import dev.devtail.terminal.workspace.WorkspaceFiles;
import dev.devtail.terminal.workspace.WorkspaceTrees;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Against the terminal-service's own end. */
@EnabledOnOs(OS.LINUX)
class RemoteWorkspaceTest extends WorkspaceCompatibilityKit {

  private final IdentityTokens tokens =
      new IdentityTokens(new byte[IdentityTokens.MIN_KEY_BYTES], Clock.systemUTC());
  private final Scheduler disk = Schedulers.newBoundedElastic(4, 100, "test-disk");
  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void serve() throws IOException {
    String name = UUID.randomUUID().toString();
    WorkspaceDirectories directories = new WorkspaceDirectories(Path.of("/"));
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .intercept(new IdentityServerInterceptor(tokens))
            .addService(
                new WorkspaceGrpcService(
                    new WorkspaceFiles(directories, Clock.systemUTC()),
                    new WorkspaceTrees(directories, Clock.systemUTC()),
                    new CommandRunner(
                        directories,
                        new ProgramResolver(Map.of(), Set.of(), Path.of("/"), Path.of("/bin/sh")),
                        new SearchPath("")),
                    disk,
                    disk))
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
    disk.dispose();
  }

  @Override
  protected Workspace of(Path directory) {
    return new RemoteWorkspace(channel, tokens, "ada", directory.toString());
  }

  @Test
  void whoseTokenIsForgedGetsNothing() {
    byte[] key = new byte[IdentityTokens.MIN_KEY_BYTES];
    key[0] = 1;
    Workspace forged =
        new RemoteWorkspace(channel, new IdentityTokens(key, Clock.systemUTC()), "ada", "/");
    StepVerifier.create(forged.manifest())
        .expectErrorSatisfies(failure -> hasCode(failure, FaultCode.UNAUTHENTICATED))
        .verify(PATIENCE);
  }
}
