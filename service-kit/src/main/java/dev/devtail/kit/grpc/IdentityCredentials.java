package dev.devtail.kit.grpc;

import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Signs each call of a stub for one identity: {@code stub.withCallCredentials(...)}. */
public final class IdentityCredentials extends CallCredentials {

  private final IdentityTokens tokens;
  private final Identity identity;

  public IdentityCredentials(IdentityTokens tokens, Identity identity) {
    this.tokens = tokens;
    this.identity = identity;
  }

  /**
   * A stub that signs its calls so, for calls that begin now.
   *
   * @param deadline how long they may take, from now on
   */
  public <S extends AbstractStub<S>> S on(S stub, Duration deadline) {
    return stub.withCallCredentials(this)
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void applyRequestMetadata(
      RequestInfo request, Executor executor, MetadataApplier applier) {
    Metadata headers = new Metadata();
    headers.put(IdentityServerInterceptor.IDENTITY, tokens.sign(identity));
    applier.apply(headers);
  }
}
