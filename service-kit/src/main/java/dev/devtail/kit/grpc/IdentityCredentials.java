package dev.devtail.kit.grpc;

import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import java.util.concurrent.Executor;

/** Signs each call of a stub for one identity: {@code stub.withCallCredentials(...)}. */
public final class IdentityCredentials extends CallCredentials {

  private final IdentityTokens tokens;
  private final Identity identity;

  public IdentityCredentials(IdentityTokens tokens, Identity identity) {
    this.tokens = tokens;
    this.identity = identity;
  }

  @Override
  public void applyRequestMetadata(
      RequestInfo request, Executor executor, MetadataApplier applier) {
    Metadata headers = new Metadata();
    headers.put(IdentityServerInterceptor.IDENTITY, tokens.sign(identity));
    applier.apply(headers);
  }
}
