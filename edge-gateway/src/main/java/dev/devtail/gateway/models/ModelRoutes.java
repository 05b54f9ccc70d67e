package dev.devtail.gateway.models;

import com.google.protobuf.ByteString;
import dev.devtail.gateway.auth.AuthenticatedUser;
import dev.devtail.gateway.auth.Authenticator;
import dev.devtail.gateway.connect.OriginPolicy;
import dev.devtail.gateway.limits.UserLimits;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.Faults;
import dev.devtail.kit.grpc.IdentityCredentials;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.kit.identity.IdentityTokens;
import dev.devtail.protocol.service.v1.HttpHeader;
import dev.devtail.protocol.service.v1.ModelEndpoint;
import dev.devtail.protocol.service.v1.ModelServiceGrpc.ModelServiceStub;
import dev.devtail.protocol.service.v1.RelayAnswer;
import dev.devtail.protocol.service.v1.RelayAnswerHead;
import dev.devtail.protocol.service.v1.RelayRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * Lets callers of models in, and carries their calls to the router and its answers back: bytes that
 * are looked at on neither way. Beside the web framework, which would parse and buffer them.
 */
public final class ModelRoutes {

  private static final String BEARER = "Bearer ";

  private final Authenticator authenticator;
  private final OriginPolicy origins;
  private final UserLimits limits;
  private final ModelServiceStub router;
  private final IdentityTokens tokens;
  private final RequestMemory memory = RequestMemory.ofHeap();

  public ModelRoutes(
      Authenticator authenticator,
      OriginPolicy origins,
      UserLimits limits,
      ModelServiceStub router,
      IdentityTokens tokens) {
    this.authenticator = authenticator;
    this.origins = origins;
    this.limits = limits;
    this.router = router;
    this.tokens = tokens;
  }

  /** With these routes before any other. */
  public HttpServerRoutes addTo(HttpServerRoutes routes) {
    return routes
        .post("/v1/messages", handler(ModelEndpoint.MODEL_ENDPOINT_MESSAGES))
        .post("/v1/messages/count_tokens", handler(ModelEndpoint.MODEL_ENDPOINT_COUNT_TOKENS))
        .post("/v1/chat/completions", handler(ModelEndpoint.MODEL_ENDPOINT_CHAT_COMPLETIONS))
        .post("/v1/responses", handler(ModelEndpoint.MODEL_ENDPOINT_RESPONSES))
        .get("/v1/models", handler(ModelEndpoint.MODEL_ENDPOINT_MODELS));
  }

  private BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler(
      ModelEndpoint endpoint) {
    return (request, response) -> handle(endpoint, request, response);
  }

  private Publisher<Void> handle(
      ModelEndpoint endpoint, HttpServerRequest request, HttpServerResponse response) {
    return admit(request)
        .flatMap(
            user ->
                limits.admit(
                    user.identity(),
                    Mono.using(
                        memory::begin,
                        taken ->
                            ModelRequests.read(request, endpoint, user.scope().admitModels(), taken)
                                .flatMap(parts -> relay(user, parts, endpoint, response)),
                        RequestMemory.Taken::close)))
        .onErrorResume(failure -> refuse(endpoint, Faults.toFault(failure), response));
  }

  private Mono<AuthenticatedUser> admit(HttpServerRequest request) {
    HttpHeaders headers = request.requestHeaders();
    if (!origins.permits(headers.get(HttpHeaderNames.ORIGIN), headers.get(HttpHeaderNames.HOST))) {
      return Mono.error(
          new Fault(
              FaultCode.PERMISSION_DENIED,
              "Pages of this origin may not call models; allow it with"
                  + " devtail.gateway.allowed-origins."));
    }
    return authenticator.authenticate(token(headers)).doOnNext(user -> user.scope().admitModels());
  }

  /** As Anthropic's SDKs show it, or as everybody else's do. */
  private static String token(HttpHeaders headers) {
    String key = headers.get("x-api-key");
    if (key != null) {
      return key;
    }
    String shown = headers.get(HttpHeaderNames.AUTHORIZATION, "");
    return shown.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? shown.substring(BEARER.length()).strip()
        : "";
  }

  private Mono<Void> relay(
      AuthenticatedUser user,
      List<RelayRequest> parts,
      ModelEndpoint endpoint,
      HttpServerResponse response) {
    ModelServiceStub stub =
        router.withCallCredentials(new IdentityCredentials(tokens, user.identity()));
    return ReactiveCalls.exchange(stub::relay, parts)
        .switchOnFirst((first, all) -> respond(first, all, endpoint, response))
        .then();
  }

  private static Publisher<Void> respond(
      Signal<? extends RelayAnswer> first,
      Flux<RelayAnswer> all,
      ModelEndpoint endpoint,
      HttpServerResponse response) {
    RelayAnswer answer = first.get();
    if (answer == null) {
      return all.then();
    }
    setHead(response, answer.getHead());
    String length = response.responseHeaders().get(HttpHeaderNames.CONTENT_LENGTH);
    if (length != null && Integer.parseInt(length) == answer.getBody().size()) {
      return response.send(Mono.just(bytes(answer.getBody()))).then().and(all.then());
    }
    Flux<ByteBuf> body =
        all.map(RelayAnswer::getBody)
            .map(ModelRoutes::bytes)
            .onErrorResume(
                failure ->
                    Mono.just(
                        Unpooled.wrappedBuffer(
                            ModelErrors.event(endpoint, Faults.toFault(failure)))));
    return response.send(body, each -> true);
  }

  private static ByteBuf bytes(ByteString bytes) {
    return Unpooled.wrappedBuffer(bytes.asReadOnlyByteBuffer());
  }

  private static void setHead(HttpServerResponse response, RelayAnswerHead head) {
    response.status(head.getStatus());
    for (HttpHeader header : head.getHeadersList()) {
      response.addHeader(header.getName(), header.getValue());
    }
  }

  private static Mono<Void> refuse(
      ModelEndpoint endpoint, Fault fault, HttpServerResponse response) {
    byte[] body = ModelErrors.body(endpoint, fault);
    response
        .status(ModelErrors.status(fault))
        .header(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
    long seconds = ModelErrors.retryAfterSeconds(fault);
    if (seconds > 0) {
      response.header(HttpHeaderNames.RETRY_AFTER, Long.toString(seconds));
    }
    return response.send(Mono.just(Unpooled.wrappedBuffer(body))).then();
  }
}
