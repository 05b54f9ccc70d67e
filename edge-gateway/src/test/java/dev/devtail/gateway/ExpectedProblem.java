package dev.devtail.gateway;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** An answer of the REST facade that says what went wrong. */
final class ExpectedProblem {

  private ExpectedProblem() {}

  static BodyContentSpec problem(ResponseSpec response, int status, String code) {
    return response
        .expectStatus()
        .isEqualTo(status)
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.status")
        .isEqualTo(status)
        .jsonPath("$.detail")
        .isNotEmpty()
        .jsonPath("$.code")
        .isEqualTo(code);
  }
}
