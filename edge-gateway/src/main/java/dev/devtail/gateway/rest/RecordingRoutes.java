package dev.devtail.gateway.rest;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import dev.devtail.gateway.backend.RecordingBackend;
import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.v1.DeleteRecording;
import dev.devtail.protocol.v1.ListRecordings;
import dev.devtail.protocol.v1.Recording;
import dev.devtail.protocol.v1.SearchRecordings;
import dev.devtail.protocol.v1.StartRecording;
import dev.devtail.protocol.v1.StopRecording;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Recordings by REST; {@code openapi.yaml} beside this describes them. */
public final class RecordingRoutes {

  private static final MediaType ASCIICAST = MediaType.valueOf("application/x-asciicast");
  private static final int MAX_HITS = 100;
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final RecordingBackend recordings;

  public RecordingRoutes(RecordingBackend recordings) {
    this.recordings = recordings;
  }

  public RouterFunction<ServerResponse> routes() {
    return route()
        .GET("/v1/recordings", this::list)
        .GET("/v1/recordings/search", this::search)
        .GET("/v1/recordings/{id}", this::get)
        .DELETE("/v1/recordings/{id}", this::delete)
        .GET("/v1/recordings/{id}/cast", this::cast)
        .POST("/v1/terminals/{id}/recording", this::start)
        .DELETE("/v1/terminals/{id}/recording", this::stop)
        .filter(Problems.filter())
        .build();
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    ListRecordings list =
        ListRecordings.newBuilder()
            .setTerminalId(request.queryParam("terminal").orElse(""))
            .build();
    return RestRoutes.user(request)
        .flatMap(user -> recordings.list(user, list))
        .map(found -> found.getRecordingsList().stream().map(RecordingView::of).toList())
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> search(ServerRequest request) {
    SearchRecordings search =
        SearchRecordings.newBuilder()
            .setQuery(request.queryParam("q").orElse(""))
            .setLimit(request.queryParam("limit").map(RecordingRoutes::limit).orElse(0))
            .build();
    return RestRoutes.user(request)
        .flatMap(user -> recordings.search(user, search))
        .map(found -> found.getHitsList().stream().map(RecordingView.Hit::of).toList())
        .flatMap(RestRoutes::ok);
  }

  private static int limit(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException notANumber) {
      throw Fault.invalid("limit", text, "a number from 1 to " + MAX_HITS);
    }
  }

  private Mono<ServerResponse> get(ServerRequest request) {
    return RestRoutes.user(request)
        .flatMap(user -> recordings.get(user, request.pathVariable("id")))
        .map(RecordingView::of)
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> delete(ServerRequest request) {
    DeleteRecording delete =
        DeleteRecording.newBuilder().setRecordingId(request.pathVariable("id")).build();
    return RestRoutes.user(request)
        .flatMap(user -> recordings.delete(user, delete))
        .flatMap(done -> ServerResponse.noContent().build());
  }

  /** The file as it is now: of a recording that runs, up to the last whole event. */
  private Mono<ServerResponse> cast(ServerRequest request) {
    return RestRoutes.user(request)
        .flatMap(
            user ->
                recordings
                    .get(user, request.pathVariable("id"))
                    .flatMap(
                        recording ->
                            file(
                                recording,
                                recordings
                                    .readAll(user, recording.getId(), recording.getSizeBytes())
                                    .map(
                                        part ->
                                            buffer(part.getPayload().asReadOnlyByteBuffer())))));
  }

  private static Mono<ServerResponse> file(Recording recording, Flux<DataBuffer> content) {
    return ServerResponse.ok()
        .contentType(ASCIICAST)
        .contentLength(recording.getSizeBytes())
        // A file only grows: its beginning of one length is always the same.
        .eTag("%s-%d".formatted(recording.getId(), recording.getSizeBytes()))
        .cacheControl(CacheControl.noCache().cachePrivate())
        .headers(
            headers ->
                headers.setContentDisposition(
                    ContentDisposition.attachment().filename(fileName(recording)).build()))
        .body(BodyInserters.fromDataBuffers(content));
  }

  private static DataBuffer buffer(ByteBuffer bytes) {
    return DefaultDataBufferFactory.sharedInstance.wrap(bytes);
  }

  /** Of letters that every file system takes. */
  private static String fileName(Recording recording) {
    String name = recording.getName().replaceAll("[^0-9A-Za-z_]+", "-").replaceAll("^-|-$", "");
    String time = FILE_TIME.format(Times.instant(recording.getStartedAt()));
    return (name.isEmpty() ? "terminal" : name) + "-" + time + ".cast";
  }

  private Mono<ServerResponse> start(ServerRequest request) {
    StartRecording start =
        StartRecording.newBuilder().setTerminalId(request.pathVariable("id")).build();
    return RestRoutes.user(request)
        .flatMap(user -> recordings.start(user, start))
        .map(RecordingView::of)
        .flatMap(view -> RestRoutes.created("/v1/recordings/" + view.id(), view));
  }

  private Mono<ServerResponse> stop(ServerRequest request) {
    StopRecording stop =
        StopRecording.newBuilder().setTerminalId(request.pathVariable("id")).build();
    return RestRoutes.user(request)
        .flatMap(user -> recordings.stop(user, stop))
        .map(RecordingView::of)
        .flatMap(RestRoutes::ok);
  }
}
