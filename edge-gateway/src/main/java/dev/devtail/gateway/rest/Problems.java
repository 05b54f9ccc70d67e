package dev.devtail.gateway.rest;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.grpc.Faults;
import java.time.Duration;
import java.util.function.Consumer;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Failures as problem details (RFC 9457), with the code of the closed list. */
public final class Problems {

  private Problems() {}

  static HandlerFilterFunction<ServerResponse, ServerResponse> filter() {
    return (request, next) ->
        Mono.defer(() -> next.handle(request)).onErrorResume(Problems::respond);
  }

  private static Mono<ServerResponse> respond(Throwable failure) {
    return write(
        of(failure),
        headers -> {
          if (failure instanceof Fault fault && fault.retryAfter().isPositive()) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(wholeSeconds(fault.retryAfter())));
          }
        });
  }

  private static long wholeSeconds(Duration time) {
    return time.plusSeconds(1).minusNanos(1).toSeconds();
  }

  /**
   * @param status another one than the code stands for
   */
  static Mono<ServerResponse> withStatus(
      HttpStatus status, Fault fault, Consumer<HttpHeaders> headers) {
    ProblemDetail problem = of(fault);
    problem.setStatus(status);
    problem.setTitle(status.getReasonPhrase());
    return write(problem, headers);
  }

  private static Mono<ServerResponse> write(ProblemDetail problem, Consumer<HttpHeaders> headers) {
    return ServerResponse.status(HttpStatusCode.valueOf(problem.getStatus()))
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .bodyValue(problem);
  }

  /** What a client is told of a failure. */
  public static ProblemDetail of(Throwable failure) {
    if (failure instanceof ResponseStatusException e
        && !(e.getCause() instanceof DecodingException)) {
      ProblemDetail problem = e.getBody();
      problem.setProperty("code", code(e.getStatusCode()).name());
      return problem;
    }
    Fault fault =
        isUnreadable(failure)
            ? new Fault(FaultCode.INVALID_ARGUMENT, "The body is not the JSON that is expected.")
            : Faults.toFault(failure);
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(fault.code()), fault.message());
    problem.setProperty("code", fault.code().name());
    if (!fault.field().isEmpty()) {
      problem.setProperty("field", fault.field());
    }
    if (fault.retryAfter().isPositive()) {
      problem.setProperty("retryAfterMs", fault.retryAfter().toMillis());
    }
    return problem;
  }

  /** For what the web server refuses by itself. */
  private static FaultCode code(HttpStatusCode status) {
    if (HttpStatus.NOT_FOUND.isSameCodeAs(status)) {
      return FaultCode.NOT_FOUND;
    }
    return status.is4xxClientError() ? FaultCode.INVALID_ARGUMENT : FaultCode.INTERNAL;
  }

  private static boolean isUnreadable(Throwable failure) {
    return failure instanceof DecodingException || failure instanceof ResponseStatusException;
  }

  private static HttpStatus status(FaultCode code) {
    return switch (code) {
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case PERMISSION_DENIED -> HttpStatus.FORBIDDEN;
      case NOT_FOUND, UNKNOWN_CHANNEL -> HttpStatus.NOT_FOUND;
      case INVALID_ARGUMENT, PROTOCOL_VIOLATION, UNSUPPORTED_VERSION, OFFSET_OUT_OF_RANGE ->
          HttpStatus.BAD_REQUEST;
      case FRAME_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case CHANNEL_IN_USE, STALE_EPOCH, CONFLICT -> HttpStatus.CONFLICT;
      case ENDED -> HttpStatus.GONE;
      case START_FAILED -> HttpStatus.UNPROCESSABLE_CONTENT;
      case RESOURCE_EXHAUSTED, RATE_LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case TIMEOUT -> HttpStatus.GATEWAY_TIMEOUT;
      case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
