package dev.devtail.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.codec.DecodingException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.server.ResponseStatusException;

class ProblemsTest {

  @ParameterizedTest
  @CsvSource({
    "UNAUTHENTICATED, 401",
    "PERMISSION_DENIED, 403",
    "NOT_FOUND, 404",
    "INVALID_ARGUMENT, 400",
    "PROTOCOL_VIOLATION, 400",
    "UNSUPPORTED_VERSION, 400",
    "FRAME_TOO_LARGE, 413",
    "UNKNOWN_CHANNEL, 404",
    "CHANNEL_IN_USE, 409",
    "STALE_EPOCH, 409",
    "OFFSET_OUT_OF_RANGE, 400",
    "RESOURCE_EXHAUSTED, 429",
    "RATE_LIMITED, 429",
    "UNAVAILABLE, 503",
    "ENDED, 410",
    "START_FAILED, 422",
    "TIMEOUT, 504",
    "INTERNAL, 500",
    "CONFLICT, 409"
  })
  void everyCodeHasItsStatus(FaultCode code, int status) {
    ProblemDetail problem = Problems.of(new Fault(code, "Do this.", "a.b", Duration.ofSeconds(2)));
    assertThat(problem.getStatus()).isEqualTo(status);
    assertThat(problem.getDetail()).isEqualTo("Do this.");
    assertThat(problem.getProperties())
        .isEqualTo(Map.of("code", code.name(), "field", "a.b", "retryAfterMs", 2000L));
  }

  @Test
  void ofABugOnlyAnIdGoesOut() {
    ProblemDetail problem = Problems.of(new IllegalStateException("the secret"));
    assertThat(problem.getStatus()).isEqualTo(500);
    assertThat(problem.getDetail()).doesNotContain("secret");
  }

  @Test
  void whatSpringSaysStaysAsItIs() {
    assertThat(Problems.of(new ResponseStatusException(HttpStatus.METHOD_NOT_ALLOWED)).getStatus())
        .isEqualTo(405);
  }

  @Test
  void aBodyThatCannotBeReadIsTheCallersMistake() {
    DecodingException unreadable = new DecodingException("at byte 7");
    assertThat(Problems.of(unreadable).getStatus()).isEqualTo(400);
    assertThat(
            Problems.of(new ResponseStatusException(HttpStatus.BAD_REQUEST, "bad", unreadable))
                .getProperties())
        .isEqualTo(Map.of("code", "INVALID_ARGUMENT"));
  }
}
