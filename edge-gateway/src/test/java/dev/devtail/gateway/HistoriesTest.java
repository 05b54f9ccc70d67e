package dev.devtail.gateway;

import static dev.devtail.gateway.ExpectedProblem.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.gateway.fakes.FakeHistoryService;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.HistoryPart;
import dev.devtail.protocol.v1.ReadHistory;
import dev.devtail.protocol.v1.SearchHistory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Histories of terminals, by REST and over the connection. */
@ExtendWith(RunningGateway.Shared.class)
class HistoriesTest {

  private final RunningGateway gateway;
  private final WebTestClient owner;

  HistoriesTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.owner = gateway.http(RunningGateway.TOKEN);
  }

  @Test
  void bytesAreTheBodyAndHeadersSayWhatIsMissing() {
    owner
        .get()
        .uri("/v1/terminals/t1/history?offset=4&max=100&incarnation=7")
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .expectHeader()
        .valueEquals("DevTail-History-Offset", "10")
        .expectHeader()
        .valueEquals("DevTail-History-Gap", "6")
        .expectHeader()
        .valueEquals("DevTail-History-End", "23")
        .expectHeader()
        .valueEquals("DevTail-Previous-Incarnation", "6")
        .expectBody()
        .consumeWith(
            body ->
                assertThat(body.getResponseBody())
                    .isEqualTo(FakeHistoryService.PRINTED.getBytes(StandardCharsets.UTF_8)));
    assertThat(gateway.services.requests)
        .last()
        .isEqualTo(
            ReadHistory.newBuilder()
                .setTerminalId("t1")
                .setOffset(4)
                .setMaxBytes(100)
                .setIncarnation(7)
                .build());
  }

  @Test
  void linesAreFound() {
    owner
        .get()
        .uri("/v1/terminals/t1/history/search?q=two&before=99&limit=5")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.hits[0].line")
        .isEqualTo(FakeHistoryService.PRINTED)
        .jsonPath("$.hits[0].offset")
        .isEqualTo(10)
        .jsonPath("$.searchedFrom")
        .isEqualTo(10)
        .jsonPath("$.incarnation")
        .isEqualTo("7");
    assertThat(gateway.services.asked).last().isEqualTo("SearchHistory t1 by ada");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/terminals/t1/history?offset=x, 400, INVALID_ARGUMENT",
    "/v1/terminals/t1/history?max=65537, 400, INVALID_ARGUMENT",
    "/v1/terminals/no!/history, 400, INVALID_ARGUMENT",
    "/v1/terminals/gone/history, 404, NOT_FOUND",
    "/v1/terminals/down/history, 503, UNAVAILABLE",
    "/v1/terminals/t1/history/search, 400, INVALID_ARGUMENT",
    "/v1/terminals/t1/history/search?q=a&limit=101, 400, INVALID_ARGUMENT",
    "/v1/terminals/gone/history/search?q=a, 404, NOT_FOUND"
  })
  void failuresAreProblems(String path, int status, String code) {
    problem(owner.get().uri(path).exchange(), status, code);
  }

  @Test
  void callsAreAnsweredOverTheConnection() {
    EdgeClient client = EdgeClient.live(gateway);
    HistoryPart part =
        client
            .call(
                Call.newBuilder()
                    .setId(1)
                    .setReadHistory(ReadHistory.newBuilder().setTerminalId("t1")))
            .getHistoryPart();
    assertThat(part.getPayload().toStringUtf8()).isEqualTo(FakeHistoryService.PRINTED);
    assertThat(part.getGap()).isEqualTo(10);
    assertThat(
            client
                .call(
                    Call.newBuilder()
                        .setId(1)
                        .setSearchHistory(
                            SearchHistory.newBuilder().setTerminalId("t1").setQuery("q")))
                .getHistoryHits()
                .getHits(0)
                .getLine())
        .isEqualTo(FakeHistoryService.PRINTED);
    assertThat(
            client
                .call(
                    Call.newBuilder()
                        .setId(1)
                        .setReadHistory(ReadHistory.newBuilder().setTerminalId("gone")))
                .getError()
                .getCode())
        .isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
    client.close();
  }
}
