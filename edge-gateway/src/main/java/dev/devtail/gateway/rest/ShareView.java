package dev.devtail.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.devtail.protocol.v1.Share;
import dev.devtail.protocol.v1.ViewerRole;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A share, as JSON has it, here and on the command line.
 *
 * @param lastUsedAt to the minute; not there if it was never used
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShareView(
    String id,
    String terminalId,
    Role role,
    String note,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant lastUsedAt) {

  /** As {@code ViewerRole}. */
  public enum Role {
    read_only,
    read_write;

    ViewerRole toMessage() {
      return switch (this) {
        case read_only -> ViewerRole.VIEWER_ROLE_READ_ONLY;
        case read_write -> ViewerRole.VIEWER_ROLE_READ_WRITE;
      };
    }
  }

  public static ShareView of(Share share) {
    return new ShareView(
        share.getId(),
        share.getTerminalId(),
        share.getRole() == ViewerRole.VIEWER_ROLE_READ_WRITE ? Role.read_write : Role.read_only,
        share.getNote(),
        Times.instant(share.getCreatedAt()),
        Times.instant(share.getExpiresAt()),
        share.hasLastUsedAt() ? Times.instant(share.getLastUsedAt()) : null);
  }

  /**
   * A share that was just made.
   *
   * @param token told this once
   */
  public record New(ShareView share, String token) {}
}
