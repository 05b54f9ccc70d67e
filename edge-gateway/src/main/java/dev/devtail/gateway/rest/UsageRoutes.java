package dev.devtail.gateway.rest;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import dev.devtail.gateway.backend.UsageBackend;
import dev.devtail.kit.fault.Fault;
import dev.devtail.protocol.v1.AllowMore;
import dev.devtail.protocol.v1.DeleteBudget;
import dev.devtail.protocol.v1.GetUsage;
import dev.devtail.protocol.v1.ListBudgets;
import dev.devtail.protocol.v1.ListModelCalls;
import dev.devtail.protocol.v1.ModelCallFilter;
import dev.devtail.protocol.v1.UsageGrouping;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Usage and budgets by REST; {@code openapi.yaml} beside this describes them. */
public final class UsageRoutes {

  private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

  /** Lines of CSV that go out together. */
  private static final int LINES = 200;

  private final UsageBackend usage;

  public UsageRoutes(UsageBackend usage) {
    this.usage = usage;
  }

  public RouterFunction<ServerResponse> routes() {
    return route()
        .GET("/v1/usage", this::get)
        .GET("/v1/usage/calls", this::listCalls)
        .GET("/v1/budgets", this::listBudgets)
        .PUT("/v1/budgets", this::setBudget)
        .DELETE("/v1/budgets/{id}", this::deleteBudget)
        .POST("/v1/budgets/{id}/allowances", this::allowMore)
        .filter(Problems.filter())
        .build();
  }

  private Mono<ServerResponse> get(ServerRequest request) {
    GetUsage get =
        GetUsage.newBuilder()
            .setFilter(filter(request))
            .addAllGroupBy(request.queryParam("by").map(UsageRoutes::groupings).orElse(List.of()))
            .setTimeZone(request.queryParam("zone").orElse(""))
            .build();
    return RestRoutes.user(request)
        .flatMap(user -> usage.get(user, get))
        .map(UsageView::of)
        .flatMap(
            view ->
                wantsCsv(request)
                    ? csv(
                        "usage",
                        Flux.fromIterable(view.sums())
                            .map(UsageCsv::line)
                            .startWith(UsageCsv.SUM_HEAD))
                    : RestRoutes.ok(view));
  }

  private Mono<ServerResponse> listCalls(ServerRequest request) {
    ListModelCalls list =
        ListModelCalls.newBuilder()
            .setFilter(filter(request))
            .setLimit(request.queryParam("limit").map(RestRoutes::limit).orElse(0))
            .setBehind(request.queryParam("behind").orElse(""))
            .build();
    return RestRoutes.user(request)
        .flatMap(
            user ->
                wantsCsv(request)
                    ? csv(
                        "calls",
                        usage
                            .allCalls(user, list)
                            .map(call -> UsageCsv.line(ModelCallView.of(call)))
                            .startWith(UsageCsv.CALL_HEAD))
                    : usage
                        .listCalls(user, list)
                        .map(ModelCallView.Part::of)
                        .flatMap(RestRoutes::ok));
  }

  private static ModelCallFilter filter(ServerRequest request) {
    ModelCallFilter.Builder filter =
        ModelCallFilter.newBuilder()
            .setSessionId(request.queryParam("session").orElse(""))
            .setModel(request.queryParam("model").orElse(""))
            .setAgentRole(request.queryParam("role").orElse(""));
    request
        .queryParam("from")
        .map(text -> RestRoutes.time("from", text))
        .ifPresent(filter::setFrom);
    request
        .queryParam("until")
        .map(text -> RestRoutes.time("until", text))
        .ifPresent(filter::setUntil);
    return filter.build();
  }

  private static List<UsageGrouping> groupings(String text) {
    return Arrays.stream(text.split(",")).map(UsageRoutes::grouping).toList();
  }

  private static UsageGrouping grouping(String name) {
    return switch (name) {
      case "session" -> UsageGrouping.USAGE_GROUPING_SESSION;
      case "model" -> UsageGrouping.USAGE_GROUPING_MODEL;
      case "role" -> UsageGrouping.USAGE_GROUPING_AGENT_ROLE;
      case "day" -> UsageGrouping.USAGE_GROUPING_DAY;
      case "hour" -> UsageGrouping.USAGE_GROUPING_HOUR;
      default -> throw Fault.invalid("by", name, "of session, model, role, day, hour");
    };
  }

  private static boolean wantsCsv(ServerRequest request) {
    return request
        .queryParam("format")
        .map(format -> format.toLowerCase(Locale.ROOT).equals("csv"))
        .orElseGet(
            () ->
                request.headers().accept().stream()
                    .anyMatch(type -> type.isConcrete() && type.equalsTypeAndSubtype(CSV)));
  }

  /** As it comes: nothing holds all of it. */
  private static Mono<ServerResponse> csv(String name, Flux<String> lines) {
    Flux<DataBuffer> body =
        lines
            .buffer(LINES)
            .map(some -> String.join("", some).getBytes(StandardCharsets.UTF_8))
            .map(DefaultDataBufferFactory.sharedInstance::wrap);
    return ServerResponse.ok()
        .contentType(CSV)
        .headers(
            headers ->
                headers.setContentDisposition(
                    ContentDisposition.attachment().filename(name + ".csv").build()))
        .body(BodyInserters.fromDataBuffers(body));
  }

  private Mono<ServerResponse> listBudgets(ServerRequest request) {
    return RestRoutes.user(request)
        .flatMap(user -> usage.listBudgets(user, ListBudgets.getDefaultInstance()))
        .map(list -> list.getBudgetsList().stream().map(BudgetView::of).toList())
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> setBudget(ServerRequest request) {
    return Mono.zip(RestRoutes.user(request), request.bodyToMono(BudgetView.Wanted.class))
        .flatMap(given -> usage.setBudget(given.getT1(), given.getT2().toMessage()))
        .map(BudgetView::of)
        .flatMap(RestRoutes::ok)
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }

  private Mono<ServerResponse> deleteBudget(ServerRequest request) {
    DeleteBudget delete = DeleteBudget.newBuilder().setBudgetId(request.pathVariable("id")).build();
    return RestRoutes.user(request)
        .flatMap(user -> usage.deleteBudget(user, delete))
        .flatMap(done -> ServerResponse.noContent().build());
  }

  private Mono<ServerResponse> allowMore(ServerRequest request) {
    return Mono.zip(RestRoutes.user(request), request.bodyToMono(BudgetView.More.class))
        .flatMap(
            given ->
                usage.allowMore(
                    given.getT1(),
                    AllowMore.newBuilder()
                        .setBudgetId(request.pathVariable("id"))
                        .setSubject(Requests.text(given.getT2().subject()))
                        .setAmountUsd(Requests.text(given.getT2().amountUsd()))
                        .build()))
        .map(BudgetView::of)
        .flatMap(RestRoutes::ok)
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }
}
