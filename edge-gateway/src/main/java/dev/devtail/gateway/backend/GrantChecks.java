package dev.devtail.gateway.backend;

import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.AccessServiceGrpc.AccessServiceStub;
import dev.devtail.protocol.service.v1.CheckGrantsRequest;
import dev.devtail.protocol.service.v1.EndedGrants;
import dev.devtail.protocol.service.v1.VerifiedToken;
import dev.devtail.protocol.service.v1.VerifyTokenRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Asks session-service, in the gateway's own name, what has become of tokens that users gave away.
 */
public final class GrantChecks {

  private static final Duration VERIFY_DEADLINE = Duration.ofSeconds(4);

  /** With the period of {@code GrantWatch}, less than the 5 s in which a revoked token is out. */
  private static final Duration CHECK_DEADLINE = Duration.ofSeconds(2);

  /** Grants that one request may name; as the rule in the schema. */
  private static final int MAX_IDS = 1000;

  private static final Identity SELF = Identity.service("edge-gateway");

  private final AccessServiceStub access;
  private final IdentityCredentials credentials;

  public GrantChecks(AccessServiceStub access, IdentityTokens tokens) {
    this.access = access;
    this.credentials = new IdentityCredentials(tokens, SELF);
  }

  /** Fails with UNAUTHENTICATED unless the token is good now. */
  public Mono<VerifiedToken> verify(String token) {
    VerifyTokenRequest request = VerifyTokenRequest.newBuilder().setToken(token).build();
    return Mono.defer(() -> ReactiveCalls.call(within(VERIFY_DEADLINE)::verify, request));
  }

  /** Which of these grants are not good any more. */
  public Mono<Set<String>> ended(Collection<String> ids) {
    return Flux.fromIterable(ids)
        .buffer(MAX_IDS)
        .map(some -> CheckGrantsRequest.newBuilder().addAllGrantIds(some).build())
        .flatMap(request -> ReactiveCalls.call(within(CHECK_DEADLINE)::check, request))
        .flatMapIterable(EndedGrants::getGrantIdsList)
        .collect(Collectors.toUnmodifiableSet());
  }

  private AccessServiceStub within(Duration deadline) {
    return credentials.on(access, deadline);
  }
}
