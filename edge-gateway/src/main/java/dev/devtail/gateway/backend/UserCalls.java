package dev.devtail.gateway.backend;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.identity.Identity;
import dev.devtail.kit.identity.IdentityTokens;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Calls to the services in the name of a user, each with a deadline. */
final class UserCalls {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final TerminalLocator locator;
  private final IdentityTokens tokens;

  UserCalls(TerminalLocator locator, IdentityTokens tokens) {
    this.locator = locator;
    this.tokens = tokens;
  }

  /** The stub, for one call that begins now. */
  <S extends AbstractStub<S>> S as(Identity user, S stub) {
    return new IdentityCredentials(tokens, user).on(stub, DEADLINE);
  }

  /**
   * Asks the owner of a terminal; where it does not know the terminal (any more), the directory is
   * asked anew.
   *
   * @param call is given the owner's address
   */
  <T> Mono<T> atOwner(Identity user, String terminalId, Function<String, Mono<T>> call) {
    Mono<T> asked = Mono.defer(() -> locator.locate(user, terminalId)).flatMap(call);
    return asked.onErrorResume(
        UserCalls::isNotFound,
        stale -> {
          locator.forget(terminalId);
          return asked;
        });
  }

  static boolean isNotFound(Throwable failure) {
    return failure instanceof Fault fault && fault.code() == FaultCode.NOT_FOUND;
  }
}
