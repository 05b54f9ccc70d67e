package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.devtail.protocol.v1.ModelKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key for models, as JSON has it, here and on the command line.
 *
 * @param sessionId that its calls belong to; not there if to none
 * @param lastUsedAt to the minute; not there if it was never used
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyView(
    String id,
    String name,
    @Nullable String sessionId,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant lastUsedAt) {

  public static KeyView of(ModelKey key) {
    return new KeyView(
        key.getId(),
        key.getName(),
        key.getSessionId().isEmpty() ? null : key.getSessionId(),
        Times.instant(key.getCreatedAt()),
        Times.instant(key.getExpiresAt()),
        key.hasLastUsedAt() ? Times.instant(key.getLastUsedAt()) : null);
  }

  /**
   * A key that was just made.
   *
   * @param token told this once
   */
  public record New(KeyView key, String token) {}
}
