package dev.devtail.gateway.rest;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import dev.devtail.gateway.backend.HistoryBackend;
import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.v1.HistoryPart;
import dev.devtail.protocol.v1.ReadHistory;
import dev.devtail.protocol.v1.SearchHistory;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Histories of terminals by REST; {@code openapi.yaml} beside this describes them. */
public final class HistoryRoutes {

  private final HistoryBackend histories;

  public HistoryRoutes(HistoryBackend histories) {
    this.histories = histories;
  }

  public RouterFunction<ServerResponse> routes() {
    return route()
        .GET("/v1/terminals/{id}/history", this::read)
        .GET("/v1/terminals/{id}/history/search", this::search)
        .filter(Problems.filter())
        .build();
  }

  /** The bytes are the body; what is known of them stands in headers. */
  private Mono<ServerResponse> read(ServerRequest request) {
    ReadHistory read =
        ReadHistory.newBuilder()
            .setTerminalId(request.pathVariable("id"))
            .setOffset(number(request, "offset"))
            .setMaxBytes((int) Math.min(number(request, "max"), Integer.MAX_VALUE))
            .setIncarnation(number(request, "incarnation"))
            .build();
    return RestRoutes.user(request)
        .flatMap(user -> histories.read(user, read))
        .flatMap(HistoryRoutes::bytes);
  }

  private static Mono<ServerResponse> bytes(HistoryPart part) {
    return ServerResponse.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header("DevTail-History-Start", Long.toUnsignedString(part.getStart()))
        .header("DevTail-History-Offset", Long.toUnsignedString(part.getOffset()))
        .header("DevTail-History-End", Long.toUnsignedString(part.getEnd()))
        .header("DevTail-History-Gap", Long.toUnsignedString(part.getGap()))
        .header("DevTail-Incarnation", Long.toUnsignedString(part.getIncarnation()))
        .header(
            "DevTail-Previous-Incarnation", Long.toUnsignedString(part.getPreviousIncarnation()))
        .bodyValue(part.getPayload().toByteArray());
  }

  private Mono<ServerResponse> search(ServerRequest request) {
    SearchHistory search =
        SearchHistory.newBuilder()
            .setTerminalId(request.pathVariable("id"))
            .setQuery(request.queryParam("q").orElse(""))
            .setBefore(number(request, "before"))
            .setLimit((int) Math.min(number(request, "limit"), Integer.MAX_VALUE))
            .setIncarnation(number(request, "incarnation"))
            .build();
    return RestRoutes.user(request)
        .flatMap(user -> histories.search(user, search))
        .map(HistoryView::of)
        .flatMap(RestRoutes::ok);
  }

  /** 0 where it is left out. */
  private static long number(ServerRequest request, String name) {
    return request
        .queryParam(name)
        .map(
            text -> {
              try {
                return Long.parseUnsignedLong(text);
              } catch (NumberFormatException notANumber) {
                throw Fault.invalid(name, text, "a number from 0 on");
              }
            })
        .orElse(0L);
  }
}
