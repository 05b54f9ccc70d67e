package dev.devtail.cli.remote;

import dev.devtail.client.ConnectionState;
import dev.devtail.client.DevtailConnection;
import dev.devtail.client.DevtailException;
import dev.devtail.client.jdk.JdkTransport;
import dev.devtail.client.jdk.ThreadLoop;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.ListTerminals;
import dev.devtail.protocol.v1.Reply;
import dev.devtail.protocol.v1.SharedTerminal;
import dev.devtail.protocol.v1.Terminal;
import dev.devtail.protocol.v1.Welcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A connected gateway, for one command. */
record Gateway(DevtailConnection connection, JdkTransport transport, ThreadLoop loop)
    implements AutoCloseable {

  private static final long REPLY_SECONDS = 30;

  /** Makes a call and waits for its reply. */
  Reply call(Call.Builder call) {
    return connection.call(call).orTimeout(REPLY_SECONDS, TimeUnit.SECONDS).join();
  }

  /** The one terminal that this token is for, if it is for one. */
  Optional<SharedTerminal> shared() {
    return welcome().filter(Welcome::hasShared).map(Welcome::getShared);
  }

  private Optional<Welcome> welcome() {
    return switch (connection.state()) {
      case ConnectionState.Resuming resuming -> Optional.of(resuming.welcome());
      case ConnectionState.Live live -> Optional.of(live.welcome());
      case ConnectionState.Disconnected disconnected -> Optional.empty();
      case ConnectionState.Connecting connecting -> Optional.empty();
      case ConnectionState.Backoff backoff -> Optional.empty();
      case ConnectionState.Closed closed -> Optional.empty();
    };
  }

  List<Terminal> terminals() {
    return call(Call.newBuilder().setListTerminals(ListTerminals.getDefaultInstance()))
        .getTerminals()
        .getTerminalsList();
  }

  /**
   * The terminal that a user means: its id, the start of it, or its name.
   *
   * @throws DevtailException NOT_FOUND if none is meant, INVALID_ARGUMENT if several are
   */
  Terminal find(String meant) {
    List<Terminal> found =
        terminals().stream()
            .filter(
                terminal -> terminal.getId().startsWith(meant) || terminal.getName().equals(meant))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw found.isEmpty()
        ? refusal(
            ErrorCode.ERROR_CODE_NOT_FOUND,
            "There is no terminal %s. See: devtail ls".formatted(meant))
        : refusal(
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
            "%d terminals are called %s; use an id of: devtail ls".formatted(found.size(), meant));
  }

  static DevtailException refusal(ErrorCode code, String message) {
    return new DevtailException(Error.newBuilder().setCode(code).setMessage(message).build());
  }

  @Override
  public void close() {
    connection.close();
    loop.close();
    transport.close();
  }
}
