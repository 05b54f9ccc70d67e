package dev.devtail.session.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user has permitted to the holder of a token.
 *
 * @param user who has granted it, and in whose name it acts
 * @param note what its user knows it by: what a share is for, what a device or a key is called
 * @param expiresAt no use after it; that of a device moves on with its use
 * @param lastUsedAt to the minute; null: never
 */
public record Grant(
    String id,
    String user,
    Scope scope,
    String note,
    SecretHash secret,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant lastUsedAt) {

  boolean isOpenedBy(GrantToken token) {
    return token.kind() == scope.kind() && secret.isOf(token.secret());
  }
}
