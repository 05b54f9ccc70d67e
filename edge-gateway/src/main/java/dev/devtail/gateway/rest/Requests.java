package dev.devtail.gateway.rest;

import com.google.protobuf.ByteString;
import dev.devtail.protocol.v1.CreateKey;
import dev.devtail.protocol.v1.CreateShare;
import dev.devtail.protocol.v1.Size;
import dev.devtail.protocol.v1.StartTerminal;
import dev.devtail.protocol.v1.TerminalSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bodies of requests. What is left out has the protocol's default. */
final class Requests {

  private static final int DEFAULT_COLUMNS = 80;
  private static final int DEFAULT_ROWS = 24;

  private Requests() {}

  record NewSession(@Nullable String workspace, @Nullable String name) {}

  record SessionChange(@Nullable String name) {}

  record NewDevice(@Nullable String name) {}

  /**
   * @param lifetimeMs until it expires
   */
  record NewShare(
      @Nullable String terminalId,
      ShareView.@Nullable Role role,
      @Nullable Long lifetimeMs,
      @Nullable String note) {

    CreateShare toMessage() {
      return CreateShare.newBuilder()
          .setTerminalId(text(terminalId))
          .setRole(Objects.requireNonNullElse(role, ShareView.Role.read_only).toMessage())
          .setLifetimeMs(Objects.requireNonNullElse(lifetimeMs, 0L))
          .setNote(text(note))
          .build();
    }
  }

  /**
   * @param sessionId that its calls belong to
   * @param lifetimeMs until it expires
   */
  record NewKey(@Nullable String name, @Nullable String sessionId, @Nullable Long lifetimeMs) {

    CreateKey toMessage() {
      return CreateKey.newBuilder()
          .setName(text(name))
          .setSessionId(text(sessionId))
          .setLifetimeMs(Objects.requireNonNullElse(lifetimeMs, 0L))
          .build();
    }
  }

  record SignalBody(@Nullable String signal) {}

  /**
   * @param requestKey a UUID, the same for a repeated request that must not start another terminal
   */
  record NewTerminal(
      @Nullable String sessionId,
      @Nullable List<String> command,
      @Nullable String directory,
      @Nullable Map<String, String> environment,
      @Nullable String name,
      @Nullable Integer columns,
      @Nullable Integer rows,
      @Nullable UUID requestKey) {

    StartTerminal toMessage() {
      UUID key = requestKey == null ? UUID.randomUUID() : requestKey;
      ByteBuffer bytes =
          ByteBuffer.allocate(2 * Long.BYTES)
              .putLong(key.getMostSignificantBits())
              .putLong(key.getLeastSignificantBits())
              .flip();
      return StartTerminal.newBuilder()
          .setSessionId(text(sessionId))
          .setRequestKey(ByteString.copyFrom(bytes))
          .setSpec(
              TerminalSpec.newBuilder()
                  .addAllCommand(Objects.requireNonNullElse(command, List.of()))
                  .setDirectory(text(directory))
                  .putAllEnvironment(Objects.requireNonNullElse(environment, Map.of()))
                  .setName(text(name))
                  .setSize(
                      Size.newBuilder()
                          .setColumns(Objects.requireNonNullElse(columns, DEFAULT_COLUMNS))
                          .setRows(Objects.requireNonNullElse(rows, DEFAULT_ROWS))))
          .build();
    }
  }

  static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
