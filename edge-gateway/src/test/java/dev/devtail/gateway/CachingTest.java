package dev.devtail.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What may be kept of answers, and what is said of what is not there. */
@ExtendWith(RunningGateway.Shared.class)
class CachingTest {

  private final RunningGateway gateway;
  private final WebTestClient owner;

  CachingTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.owner = gateway.http(RunningGateway.TOKEN);
  }

  private EntityExchangeResult<byte[]> get(String path, String... headers) {
    WebTestClient.RequestHeadersSpec<?> request = owner.get().uri(path);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return request.exchange().expectBody().returnResult();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/icon.txt",
        "/v1/auth",
        "/v1/openapi.yaml",
        "/v1/sessions",
        "/v1/terminals/t1",
        "/v1/shares",
        "/v1/devices",
        "/v1/terminals/t1/history",
        "/v1/recordings/r1/cast"
      })
  void whatIsThereAlreadyIsNotSentAgain(String path) {
    EntityExchangeResult<byte[]> first = get(path);
    assertThat(first.getStatus()).isEqualTo(HttpStatus.OK);
    assertThat(first.getResponseBody()).isNotEmpty();
    assertThat(first.getResponseHeaders().getCacheControl()).contains("no-cache");
    assertThat(first.getResponseHeaders().getCacheControl()).doesNotContain("no-store");
    String etag = String.valueOf(first.getResponseHeaders().getETag());
    assertThat(etag).startsWith("\"").endsWith("\"");

    EntityExchangeResult<byte[]> again = get(path, HttpHeaders.IF_NONE_MATCH, etag);
    assertThat(again.getStatus()).isEqualTo(HttpStatus.NOT_MODIFIED);
    assertThat(again.getResponseBody()).isNull();
    assertThat(again.getResponseHeaders().getETag()).isEqualTo(etag);
    assertThat(get(path, HttpHeaders.IF_NONE_MATCH, "\"other\", " + etag).getStatus())
        .isEqualTo(HttpStatus.NOT_MODIFIED);
    assertThat(get(path, HttpHeaders.IF_NONE_MATCH, "\"other\"").getStatus())
        .isEqualTo(HttpStatus.OK);
  }

  @Test
  void whatDiffersHasAnotherValidator() {
    assertThat(get("/v1/terminals/t1").getResponseHeaders().getETag())
        .isNotEqualTo(get("/v1/terminals/t2").getResponseHeaders().getETag());
  }

  @Test
  void onlyWhoeverAskedKeepsIt() {
    assertThat(get("/v1/sessions").getResponseHeaders().getCacheControl())
        .isEqualTo("private, no-cache");
  }

  @Test
  void failuresAndTokensAreNotKept() {
    assertThat(get("/v1/sessions/gone").getResponseHeaders().getCacheControl())
        .contains("no-store");
    assertThat(get("/v1/sessions/gone").getResponseHeaders().getETag()).isNull();
    owner
        .post()
        .uri("/v1/devices")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue("{\"name\":\"phone\"}")
        .exchange()
        .expectHeader()
        .value("Cache-Control", value -> assertThat(value).contains("no-store"))
        .expectHeader()
        .doesNotExist("ETag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/openapi.yaml", "/v1/sessions", "/assets/main-0123abcd.js"})
  void headIsAsGetWithoutTheContent(String path) {
    EntityExchangeResult<byte[]> got = get(path);
    EntityExchangeResult<byte[]> head =
        owner.head().uri(path).exchange().expectStatus().isOk().expectBody().returnResult();
    assertThat(head.getResponseBody()).isNull();
    assertThat(head.getResponseHeaders().getETag()).isEqualTo(got.getResponseHeaders().getETag());
    assertThat(head.getResponseHeaders().getContentLength())
        .isEqualTo(got.getResponseHeaders().getContentLength());
  }

  /** By a client that unpacks nothing by itself. */
  private HttpResponse<byte[]> asset(String acceptedEncoding) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + gateway.port() + "/assets/main-0123abcd.js"))
              .header("Accept-Encoding", acceptedEncoding)
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    }
  }

  @Test
  void filesNamedByTheirContentAreKeptForGoodAndComeCompressed() throws Exception {
    HttpResponse<byte[]> plain = asset("identity");
    assertThat(plain.headers().firstValue("Cache-Control").orElseThrow())
        .contains("immutable", "max-age=31536000");
    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    HttpResponse<byte[]> compressed = asset("gzip, br");
    assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(compressed.headers().firstValue("Content-Type"))
        .isEqualTo(plain.headers().firstValue("Content-Type"));
    assertThat(compressed.headers().allValues("Vary")).contains("Accept-Encoding");
    assertThat(compressed.headers().firstValue("Cache-Control"))
        .isEqualTo(plain.headers().firstValue("Cache-Control"));
    try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertThat(unpacked.readAllBytes()).isEqualTo(plain.body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/no-such-thing, 404, NOT_FOUND",
    "POST, /v1/no-such-thing, 404, NOT_FOUND",
    "GET, /v1/sessions/s1/no-such-thing, 404, NOT_FOUND",
    "PUT, /v1/sessions, 405, INVALID_ARGUMENT",
    "DELETE, /v1/terminals, 405, INVALID_ARGUMENT",
    "POST, /v1/auth, 405, INVALID_ARGUMENT"
  })
  void whatNoRouteTakesIsAProblem(HttpMethod method, String path, int status, String code) {
    ExpectedProblem.problem(owner.method(method).uri(path).exchange(), status, code);
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() {
    assertThat(
            owner
                .put()
                .uri("/v1/sessions/s1")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getAllow())
        .containsExactlyInAnyOrder(HttpMethod.GET, HttpMethod.PATCH, HttpMethod.DELETE);
  }

  @Test
  void aBodyOfAnotherTypeIsAProblemWithACode() {
    owner
        .post()
        .uri("/v1/sessions")
        .contentType(MediaType.TEXT_PLAIN)
        .bodyValue("workspace")
        .exchange()
        .expectStatus()
        .isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE)
        .expectBody()
        .jsonPath("$.code")
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void anybodyMayAskHowToSignIn() {
    gateway
        .http()
        .get()
        .uri("/v1/auth")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"mode\":\"owner_token\"}");
  }
}
