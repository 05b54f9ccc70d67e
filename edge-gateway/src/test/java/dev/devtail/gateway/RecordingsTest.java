package dev.devtail.gateway;

import static dev.devtail.gateway.ExpectedProblem.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.gateway.fakes.FakeRecordingService;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.DeleteRecording;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.protocol.v1.ListRecordings;
import dev.devtail.protocol.v1.ReadRecording;
import dev.devtail.protocol.v1.Recording;
import dev.devtail.protocol.v1.RecordingHit;
import dev.devtail.protocol.v1.SearchRecordings;
import dev.devtail.protocol.v1.SeekRecording;
import dev.devtail.protocol.v1.StartRecording;
import dev.devtail.protocol.v1.StopRecording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Recordings, by REST and over the connection. */
@ExtendWith(RunningGateway.Shared.class)
class RecordingsTest {

  private final RunningGateway gateway;
  private final WebTestClient owner;

  RecordingsTest(RunningGateway gateway) {
    this.gateway = gateway;
    this.owner = gateway.http(RunningGateway.TOKEN);
  }

  @Test
  void areListedNewestFirst() {
    owner
        .get()
        .uri("/v1/recordings?terminal=t1")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$[0].id")
        .isEqualTo("r2")
        .jsonPath("$[1].id")
        .isEqualTo("r1")
        .jsonPath("$[1].startedAt")
        .isEqualTo("2001-09-09T01:46:40Z")
        .jsonPath("$[1].durationMs")
        .isEqualTo(2500)
        .jsonPath("$[1].running")
        .isEqualTo(false);
    assertThat(gateway.services.asked).last().isEqualTo("ListRecordings t1 by ada");
  }

  @Test
  void oneIsShownAndDeleted() {
    owner.get().uri("/v1/recordings/r2").exchange().expectBody().jsonPath("$.id").isEqualTo("r2");
    owner.get().uri("/v1/recordings/r9").exchange().expectStatus().isNotFound().expectBody();
    owner.delete().uri("/v1/recordings/r2").exchange().expectStatus().isNoContent();
    assertThat(gateway.services.asked).last().isEqualTo("DeleteRecording r2 by ada");
  }

  @Test
  void fileComesWholeInParts() {
    owner
        .get()
        .uri("/v1/recordings/r1/cast")
        .exchange()
        .expectStatus()
        .isOk()
        .expectHeader()
        .contentType(MediaType.valueOf("application/x-asciicast"))
        .expectHeader()
        .contentLength(FakeRecordingService.cast().length)
        .expectHeader()
        .valueEquals(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"my-build-1-20010909-014640.cast\"")
        .expectBody()
        .consumeWith(
            body -> assertThat(body.getResponseBody()).isEqualTo(FakeRecordingService.cast()));
    assertThat(gateway.services.asked.stream().filter(asked -> asked.startsWith("ReadRecording")))
        .hasSize(3);
  }

  @Test
  void hitsComeNewestFirst() {
    owner
        .get()
        .uri("/v1/recordings/search?q=some words&limit=1")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.length()")
        .isEqualTo(1)
        .jsonPath("$[0].line")
        .isEqualTo("newer")
        .jsonPath("$[0].timeMs")
        .isEqualTo(7)
        .jsonPath("$[0].recording.id")
        .isEqualTo("r1");
    assertThat(gateway.services.asked).last().isEqualTo("SearchRecordings some words by ada");
  }

  @Test
  void terminalIsRecordedAndNoLonger() {
    owner
        .post()
        .uri("/v1/terminals/t1/recording")
        .exchange()
        .expectStatus()
        .isCreated()
        .expectHeader()
        .location("/v1/recordings/r1")
        .expectBody();
    owner.delete().uri("/v1/terminals/t1/recording").exchange().expectStatus().isOk().expectBody();
    assertThat(gateway.services.asked).last().isEqualTo("StopRecording t1 by ada");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/recordings/search, 400, INVALID_ARGUMENT",
    "GET, /v1/recordings/search?q=a&limit=x, 400, INVALID_ARGUMENT",
    "GET, /v1/recordings/search?q=a&limit=101, 400, INVALID_ARGUMENT",
    "GET, /v1/recordings/search?q=down, 503, UNAVAILABLE",
    "GET, /v1/recordings/r9/cast, 404, NOT_FOUND",
    "DELETE, /v1/recordings/gone, 404, NOT_FOUND",
    "DELETE, /v1/recordings/no!, 400, INVALID_ARGUMENT",
    "POST, /v1/terminals/gone/recording, 404, NOT_FOUND",
    "DELETE, /v1/terminals/gone/recording, 404, NOT_FOUND"
  })
  void failuresAreProblems(HttpMethod method, String path, int status, String code) {
    problem(owner.method(method).uri(path).exchange(), status, code);
  }

  private static Call.Builder call() {
    return Call.newBuilder().setId(1);
  }

  @Test
  void everyCallIsAnsweredOverTheConnection() {
    EdgeClient client = EdgeClient.live(gateway);
    assertThat(
            client
                .call(call().setStartRecording(StartRecording.newBuilder().setTerminalId("t1")))
                .getRecording()
                .getId())
        .isEqualTo("r1");
    assertThat(
            client
                .call(call().setStopRecording(StopRecording.newBuilder().setTerminalId("t1")))
                .hasRecording())
        .isTrue();
    assertThat(
            client
                .call(call().setListRecordings(ListRecordings.getDefaultInstance()))
                .getRecordings()
                .getRecordingsList())
        .extracting(Recording::getId)
        .containsExactly("r2", "r1");
    assertThat(
            client
                .call(
                    call()
                        .setReadRecording(
                            ReadRecording.newBuilder()
                                .setRecordingId("r1")
                                .setOffset(10)
                                .setMaxBytes(5)))
                .getRecordingPart()
                .getPayload()
                .size())
        .isEqualTo(5);
    assertThat(
            client
                .call(
                    call()
                        .setSeekRecording(
                            SeekRecording.newBuilder().setRecordingId("r1").setTimeMs(1234)))
                .getRecordingMoment()
                .getTimeMs())
        .isEqualTo(1234);
    assertThat(
            client
                .call(call().setSearchRecordings(SearchRecordings.newBuilder().setQuery("q")))
                .getRecordingHits()
                .getHitsList())
        .extracting(RecordingHit::getLine)
        .containsExactly("newer", "older");
    assertThat(
            client
                .call(call().setDeleteRecording(DeleteRecording.newBuilder().setRecordingId("r1")))
                .hasDone())
        .isTrue();
    assertThat(
            client
                .call(
                    call().setDeleteRecording(DeleteRecording.newBuilder().setRecordingId("gone")))
                .getError()
                .getCode())
        .isEqualTo(ErrorCode.ERROR_CODE_NOT_FOUND);
    client.close();
  }
}
