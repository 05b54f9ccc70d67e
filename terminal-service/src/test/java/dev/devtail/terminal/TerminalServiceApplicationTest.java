package dev.devtail.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.ServiceChannels;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.ListTerminalsRequest;
import dev.devtail.protocol.service.v1.RunCommandRequest;
import dev.devtail.protocol.service.v1.StartTerminalRequest;
import dev.devtail.protocol.service.v1.TerminalServiceGrpc;
import dev.devtail.protocol.service.v1.TerminalServiceGrpc.TerminalServiceBlockingStub;
import dev.devtail.protocol.service.v1.WorkspaceServiceGrpc;
import dev.devtail.protocol.v1.EndTerminal;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.TerminalSpec;
import dev.devtail.protocol.v1.TerminalState;
import dev.devtail.terminal.domain.Terminals;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerStartedEvent;

class TerminalServiceApplicationTest {

  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @TempDir Path recordings;
  @TempDir Path history;
  private volatile int port;

  private ConfigurableApplicationContext boot(String... more) {
    SpringApplication application =
        new SpringApplicationBuilder(TerminalServiceApplication.class)
            .properties("spring.config.name=terminal-service")
            .build();
    application.addListeners((GrpcServerStartedEvent started) -> port = started.getPort());
    String[] arguments = new String[more.length + 6];
    arguments[0] = "--spring.grpc.server.port=0";
    arguments[1] = "--devtail.identity.key=" + KEY;
    arguments[2] = "--devtail.terminal.session-service=in-process:nobody";
    arguments[3] = "--devtail.terminal.kill-grace=500ms";
    arguments[4] = "--devtail.terminal.recordings.directory=" + recordings;
    arguments[5] = "--devtail.terminal.history.directory=" + history;
    System.arraycopy(more, 0, arguments, 6, more.length);
    return application.run(arguments);
  }

  private static TerminalServiceBlockingStub stub(
      ConfigurableApplicationContext context, ManagedChannel channel, String user) {
    return TerminalServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(credentials(context, user));
  }

  private static IdentityCredentials credentials(
      ConfigurableApplicationContext context, String user) {
    return new IdentityCredentials(context.getBean(IdentityTokens.class), Identity.user(user));
  }

  private ManagedChannel open(ConfigurableApplicationContext context) {
    return context.getBean(ServiceChannels.class).open("127.0.0.1:" + port);
  }

  @Test
  void startsListsAndEndsTerminals() {
    Terminals terminals;
    try (ConfigurableApplicationContext context = boot("--devtail.terminal.shell=/bin/sh")) {
      terminals = context.getBean(Terminals.class);
      ManagedChannel channel = open(context);
      TerminalServiceBlockingStub ada = stub(context, channel, "ada");
      StartTerminalRequest start =
          StartTerminalRequest.newBuilder()
              .setSessionId("s")
              .setWorkspace("/")
              .setSpec(
                  TerminalSpec.newBuilder().setSize(Size.newBuilder().setColumns(80).setRows(24)))
              .setRequestKey(ByteString.copyFrom(new byte[16]))
              .build();
      Terminal started = ada.start(start);
      assertThat(started.getState()).isEqualTo(TerminalState.TERMINAL_STATE_RUNNING);
      assertThat(started.getCommandList()).containsExactly("/bin/sh", "-l");
      assertThat(ada.start(start).getId()).isEqualTo(started.getId());
      assertThat(ada.list(ListTerminalsRequest.getDefaultInstance()).getTerminalsList())
          .extracting(Terminal::getId)
          .containsExactly(started.getId());
      ada.end(EndTerminal.newBuilder().setTerminalId(started.getId()).build());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  ada.list(ListTerminalsRequest.getDefaultInstance()).getTerminals(0).getState()
                      == TerminalState.TERMINAL_STATE_ENDED);
      ada.start(
          start.toBuilder().setRequestKey(ByteString.copyFromUtf8("0123456789abcdef")).build());
      assertThat(terminals.running()).isEqualTo(1);
      assertThat(
              WorkspaceServiceGrpc.newBlockingStub(channel)
                  .withCallCredentials(credentials(context, "ada"))
                  .run(RunCommandRequest.newBuilder().setWorkspace("/").addCommand("pwd").build())
                  .getStdout()
                  .toStringUtf8())
          .isEqualTo("/\n");
      channel.shutdownNow();
    }
    // Stopping the service ended what still ran.
    assertThat(terminals.running()).isZero();
  }

  @Test
  void badConfigurationFailsAtTheStart() {
    assertThatThrownBy(() -> boot("--devtail.terminal.max-total=0").close())
        .hasStackTraceContaining("devtail.terminal.max-total: 0 (expected: > 0)");
  }
}
