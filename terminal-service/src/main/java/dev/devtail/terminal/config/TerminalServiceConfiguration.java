package dev.devtail.terminal.config;

import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.ServiceChannels;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.kit.time.PeriodicTask;
import dev.devtail.protocol.service.v1.EventServiceGrpc;
import dev.devtail.protocol.service.v1.TerminalDirectoryGrpc;
import dev.devtail.terminal.compression.Compressors;
import dev.devtail.terminal.directory.SessionMeter;
import dev.devtail.terminal.directory.SessionServiceJournal;
import dev.devtail.terminal.domain.ProgramResolver;
import dev.devtail.terminal.domain.SearchPath;
import dev.devtail.terminal.domain.ShellKeeper;
import dev.devtail.terminal.domain.TerminalJournal;
import dev.devtail.terminal.domain.TerminalLimits;
import dev.devtail.terminal.domain.Terminals;
import dev.devtail.terminal.grpc.HistoryGrpcService;
import dev.devtail.terminal.grpc.RecordingGrpcService;
import dev.devtail.terminal.grpc.TerminalGrpcService;
import dev.devtail.terminal.grpc.WorkspaceGrpcService;
import dev.devtail.terminal.history.Histories;
import dev.devtail.terminal.pty.LinuxPtyHost;
import dev.devtail.terminal.recording.RecordingFiles;
import dev.devtail.terminal.recording.Recordings;
import dev.devtail.terminal.search.LuceneIndex;
import dev.devtail.terminal.workspace.CommandRunner;
import dev.devtail.terminal.workspace.WorkspaceDirectories;
import dev.devtail.terminal.workspace.WorkspaceFiles;
import dev.devtail.terminal.workspace.WorkspaceTrees;
import dev.devtail.terminal.zellij.Zellij;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** terminal-service, wired. Imported by its own application and by the all-in-one. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
  TerminalProperties.class,
  RecordingProperties.class,
  HistoryProperties.class
})
public class TerminalServiceConfiguration {

  /** As session-service knows this service. */
  private static final Identity SELF = Identity.service("terminal-service");

  private static final Duration METRICS_PERIOD = Duration.ofMinutes(1);

  private static final int RECORDING_READERS = 4;
  private static final int HISTORY_READERS = 4;
  private static final int WORKSPACE_THREADS = 4;

  /** Readings that may wait for each reader. */
  private static final int WAITING_READERS = 256;

  @Bean(destroyMethod = "shutdownNow")
  ManagedChannel sessionServiceChannelOfTerminals(
      ServiceChannels channels, TerminalProperties properties) {
    return channels.open(properties.sessionService());
  }

  @Bean
  SessionServiceJournal terminalJournal(
      ManagedChannel sessionServiceChannelOfTerminals,
      IdentityTokens tokens,
      TerminalProperties properties,
      Clock clock) {
    IdentityCredentials credentials = new IdentityCredentials(tokens, SELF);
    return new SessionServiceJournal(
        TerminalDirectoryGrpc.newStub(sessionServiceChannelOfTerminals)
            .withCallCredentials(credentials),
        EventServiceGrpc.newStub(sessionServiceChannelOfTerminals).withCallCredentials(credentials),
        properties.address(),
        clock);
  }

  @Bean
  Zellij zellij() {
    return new Zellij();
  }

  @Bean
  ProgramResolver programResolver(TerminalProperties properties, Zellij zellij) {
    Map<String, String> environment = System.getenv();
    Path shell = properties.shell();
    return new ProgramResolver(
        environment,
        properties.passEnvironment(),
        Path.of(System.getProperty("user.home")),
        shell == null ? LoginShell.find(System.getProperty("user.name"), environment) : shell,
        properties.zellij() && shell == null ? zellij : ShellKeeper.NONE);
  }

  /** Starts programs one at a time: a fork copies the page tables of this process. */
  @Bean(destroyMethod = "shutdownNow")
  ExecutorService terminalSpawner() {
    return Executors.newSingleThreadExecutor(
        Thread.ofPlatform().daemon().name("devtail-spawn").factory());
  }

  @Bean
  Terminals terminals(
      EventLoops loops,
      ProgramResolver programs,
      TerminalJournal journal,
      ExecutorService terminalSpawner,
      Clock clock,
      TerminalProperties properties,
      Recordings recordings,
      RecordingProperties recordingProperties,
      Histories histories) {
    return new Terminals(
        new LinuxPtyHost(loops),
        programs,
        journal,
        terminalSpawner,
        clock,
        new Terminals.Limits(
            properties.maxPerUser(),
            properties.maxTotal(),
            properties.idleTimeout(),
            properties.endedRetention(),
            properties.ringTotal().toBytes()),
        new TerminalLimits(
            (int) properties.ring().toBytes(),
            properties.scrollbackLines(),
            properties.holdAfterCut(),
            properties.linger(),
            properties.killGrace()),
        (terminal, request) -> {
          histories.keep(terminal, request);
          if (recordingProperties.mode() == RecordingProperties.Mode.ALL) {
            recordings.start(terminal);
          }
        });
  }

  /** Reads the files of histories: few at once, and only so many that wait. */
  @Bean(destroyMethod = "dispose")
  Scheduler historyReaders() {
    return Schedulers.newBoundedElastic(HISTORY_READERS, WAITING_READERS, "devtail-history-reader");
  }

  @Bean
  Histories histories(
      HistoryProperties properties,
      TerminalProperties terminalProperties,
      Clock clock,
      Scheduler historyReaders) {
    return new Histories(
        properties.directoryOrDefault(),
        new Histories.Retention(
            properties.perTerminal().toBytes(), properties.total().toBytes(), properties.maxAge()),
        terminalProperties.scrollbackLines(),
        clock,
        historyReaders::schedule);
  }

  @Bean
  HistoryLifecycle historyLifecycle(
      Histories histories,
      Terminals terminals,
      Clock clock,
      HistoryProperties properties,
      TerminalProperties terminalProperties) {
    return new HistoryLifecycle(
        histories, terminals, clock, properties.listed(), terminalProperties.endedRetention());
  }

  @Bean
  HistoryGrpcService historyGrpcService(Histories histories, Scheduler historyReaders) {
    return new HistoryGrpcService(histories, historyReaders);
  }

  @Bean
  MeterBinder historyMetrics(Histories histories) {
    return registry -> {
      FunctionCounter.builder("devtail.terminal.history.lost", histories, Histories::lostBytes)
          .baseUnit(BaseUnits.BYTES)
          .description("Output that could not be kept: the disk was full, or too slow")
          .register(registry);
      Gauge.builder("devtail.terminal.history.size", histories, Histories::fileBytes)
          .baseUnit(BaseUnits.BYTES)
          .description("Files of histories")
          .register(registry);
    };
  }

  @Bean
  RecordingFiles recordingFiles(RecordingProperties properties) {
    return new RecordingFiles(properties.directoryOrDefault());
  }

  @Bean
  Recordings recordings(
      RecordingFiles files,
      ProgramResolver programs,
      SessionServiceJournal journal,
      RecordingProperties properties,
      Clock clock) {
    return new Recordings(
        files,
        () -> LuceneIndex.open(files.indexDirectory()),
        Map.of("SHELL", programs.shell().toString(), "TERM", ProgramResolver.TERM),
        journal,
        clock,
        new Recordings.Retention(properties.maxAge(), properties.maxBytes().toBytes()));
  }

  @Bean
  RecordingsLifecycle recordingsLifecycle(Recordings recordings) {
    return new RecordingsLifecycle(recordings);
  }

  /** Reads the files of recordings: few at once, and only so many that wait. */
  @Bean(destroyMethod = "dispose")
  Scheduler recordingReaders() {
    return Schedulers.newBoundedElastic(
        RECORDING_READERS, WAITING_READERS, "devtail-recording-reader");
  }

  @Bean
  RecordingGrpcService recordingGrpcService(
      Terminals terminals, Recordings recordings, Scheduler recordingReaders) {
    return new RecordingGrpcService(terminals, recordings, recordingReaders);
  }

  @Bean
  WorkspaceDirectories workspaceDirectories() {
    return new WorkspaceDirectories(Path.of(System.getProperty("user.home")));
  }

  @Bean
  WorkspaceFiles workspaceFiles(WorkspaceDirectories directories, Clock clock) {
    return new WorkspaceFiles(directories, clock);
  }

  @Bean
  WorkspaceTrees workspaceTrees(WorkspaceDirectories directories, Clock clock) {
    return new WorkspaceTrees(directories, clock);
  }

  @Bean
  CommandRunner commandRunner(WorkspaceDirectories directories, ProgramResolver programs) {
    return new CommandRunner(
        directories, programs, new SearchPath(System.getenv().getOrDefault("PATH", "")));
  }

  /** Reads and writes the files of workspaces: few at once, and only so many that wait. */
  @Bean(destroyMethod = "dispose")
  Scheduler workspaceDisk() {
    return Schedulers.newBoundedElastic(WORKSPACE_THREADS, WAITING_READERS, "devtail-workspace");
  }

  /** Threads that wait for commands; how many there may be is said by their runner. */
  @Bean(destroyMethod = "dispose")
  Scheduler commandThreads() {
    return Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());
  }

  @Bean
  WorkspaceGrpcService workspaceGrpcService(
      WorkspaceFiles files,
      WorkspaceTrees trees,
      CommandRunner commands,
      Scheduler workspaceDisk,
      Scheduler commandThreads) {
    return new WorkspaceGrpcService(files, trees, commands, workspaceDisk, commandThreads);
  }

  @Bean
  PeriodicTask sessionMeter(
      Terminals terminals,
      ManagedChannel sessionServiceChannelOfTerminals,
      IdentityTokens tokens,
      Clock clock) {
    SessionMeter meter =
        new SessionMeter(
            terminals::traffic,
            EventServiceGrpc.newStub(sessionServiceChannelOfTerminals)
                .withCallCredentials(new IdentityCredentials(tokens, SELF)),
            clock);
    return new PeriodicTask("metrics of sessions", METRICS_PERIOD, METRICS_PERIOD, meter::report);
  }

  @Bean
  TerminalsLifecycle terminalsLifecycle(
      Terminals terminals, EventLoops loops, TerminalProperties properties) {
    return new TerminalsLifecycle(terminals, loops, properties.killGrace());
  }

  @Bean
  Compressors compressors() {
    return new Compressors();
  }

  @Bean
  TerminalGrpcService terminalGrpcService(Terminals terminals, Compressors compressors) {
    return new TerminalGrpcService(terminals, compressors);
  }
}
