package dev.devtail.gateway.fakes;

import com.google.protobuf.Message;
import dev.devtail.kit.grpc.IdentityServerInterceptor;
import dev.devtail.kit.identity.IdentityTokens;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;

/**
 * session-service, terminal-service and ai-router-service as the gateway sees them, over real
 * sockets and with the real identity check. For ids that have a meaning see {@link Answers};
 * besides, {@code moved…} is unknown to its owner when it is asked the first time, {@code nowhere}
 * is unknown to the directory, {@code elsewhere} lives where nobody listens.
 */
public final class FakeServices implements AutoCloseable {

  private final Answers answers = new Answers();

  /** Every request of a service, with the user it was made for. */
  public final List<String> asked = answers.asked;

  public final List<Message> requests = answers.requests;

  public final FakeSessionService sessions = new FakeSessionService(answers);
  public final FakeAccessService access = new FakeAccessService(answers);
  public final FakeModelService models = new FakeModelService();
  public final FakeTerminalService terminals = new FakeTerminalService(answers);
  public final HealthStatusManager sessionHealth = new HealthStatusManager();

  private final Server sessionServer;
  private final Server terminalServer;

  public FakeServices(Clock clock) {
    IdentityServerInterceptor identity =
        new IdentityServerInterceptor(new IdentityTokens(key(), clock));
    terminalServer =
        serve(
            identity,
            terminals,
            new FakeRecordingService(answers),
            new FakeHistoryService(answers),
            models,
            new FakeUsageService(answers),
            new FakeAgentRunService(answers),
            new FakeTemplateService(answers),
            new FakeContextService(answers),
            new HealthStatusManager().getHealthService());
    sessionServer =
        serve(
            identity,
            sessions,
            new FakeTerminalDirectory(answers, terminalAddress()),
            access,
            sessionHealth.getHealthService());
  }

  private static Server serve(IdentityServerInterceptor identity, BindableService... services) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    for (BindableService service : services) {
      builder.addService(ServerInterceptors.intercept(service, identity));
    }
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What identities are signed with. */
  public static byte[] key() {
    return new byte[IdentityTokens.MIN_KEY_BYTES];
  }

  public String sessionAddress() {
    return "127.0.0.1:" + sessionServer.getPort();
  }

  /** In the fake, the same as terminal-service's. */
  public String routerAddress() {
    return terminalAddress();
  }

  public String terminalAddress() {
    return "127.0.0.1:" + terminalServer.getPort();
  }

  /** Forgets what was asked and opened so far. */
  public void forget() {
    asked.clear();
    requests.clear();
    terminals.attachments.clear();
    sessions.watches.clear();
  }

  /** Answers what was held. */
  public void release() {
    answers.release();
  }

  /** How many requests wait for {@link #release}. */
  public int held() {
    return answers.held();
  }

  @Override
  public void close() {
    sessionServer.shutdownNow();
    terminalServer.shutdownNow();
  }
}
