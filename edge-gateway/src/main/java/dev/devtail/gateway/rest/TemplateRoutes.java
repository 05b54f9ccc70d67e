package dev.devtail.gateway.rest;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import dev.devtail.gateway.backend.TemplateBackend;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.protocol.service.v1.GetTemplateRequest;
import dev.devtail.protocol.service.v1.RenderTemplateRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Prompt templates by REST; {@code openapi.yaml} beside this describes them. */
public final class TemplateRoutes {

  /** Bytes of what a template is to be filled with; a message between services may hold 4 MiB. */
  private static final int MAX_FILLING = 3 << 20;

  /** A name may hold one slash. */
  private static final String NAME = "/v1/templates/{name}";

  private static final String NAME_IN_GROUP = "/v1/templates/{group}/{name}";

  private static final JsonMapper JSON = JsonMapper.shared();

  private final TemplateBackend templates;

  public TemplateRoutes(TemplateBackend templates) {
    this.templates = templates;
  }

  public RouterFunction<ServerResponse> routes() {
    return route()
        .GET("/v1/templates", this::list)
        .GET(NAME, this::get)
        .GET(NAME_IN_GROUP, this::get)
        .POST(NAME + "/render", this::render)
        .POST(NAME_IN_GROUP + "/render", this::render)
        .filter(Problems.filter())
        .build();
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    return RestRoutes.user(request)
        .flatMap(templates::list)
        .map(list -> list.getTemplatesList().stream().map(TemplateView::of).toList())
        .flatMap(RestRoutes::ok);
  }

  private Mono<ServerResponse> get(ServerRequest request) {
    GetTemplateRequest get =
        GetTemplateRequest.newBuilder().setReference(reference(request)).build();
    return RestRoutes.user(request)
        .flatMap(user -> templates.get(user, get))
        .map(TemplateView::of)
        .flatMap(RestRoutes::ok);
  }

  private static String reference(ServerRequest request) {
    String name = request.pathVariable("name");
    String group = request.pathVariables().get("group");
    return group == null ? name : group + "/" + name;
  }

  private Mono<ServerResponse> render(ServerRequest request) {
    return Mono.zip(RestRoutes.user(request), filling(request))
        .flatMap(
            given -> templates.render(given.getT1(), toMessage(reference(request), given.getT2())))
        .map(TemplateView.Rendered::of)
        .flatMap(RestRoutes::ok)
        .switchIfEmpty(Mono.error(RestRoutes::noBody));
  }

  /** Longer than other bodies: whole files and diffs. */
  private static Mono<TemplateView.Filling> filling(ServerRequest request) {
    return DataBufferUtils.join(request.bodyToFlux(DataBuffer.class), MAX_FILLING)
        .map(TemplateRoutes::read)
        .onErrorMap(
            DataBufferLimitException.class,
            tooMuch ->
                new Fault(
                    FaultCode.FRAME_TOO_LARGE,
                    "A template is filled with %d bytes at most.".formatted(MAX_FILLING)));
  }

  private static TemplateView.Filling read(DataBuffer body) {
    try {
      return JSON.readValue(body.asInputStream(), TemplateView.Filling.class);
    } catch (JacksonException noFilling) {
      throw Fault.invalid(
          "body", "not what is expected", "{\"parameters\": {\"name\": \"value\"}}");
    } finally {
      DataBufferUtils.release(body);
    }
  }

  private static RenderTemplateRequest toMessage(String reference, TemplateView.Filling filling) {
    RenderTemplateRequest.Builder render =
        RenderTemplateRequest.newBuilder().setReference(reference);
    if (filling.parameters() != null) {
      filling.parameters().forEach((name, value) -> render.putParameters(name, text(name, value)));
    }
    return render.build();
  }

  private static String text(String name, @Nullable String value) {
    if (value == null) {
      throw Fault.invalid("parameters." + name, "null", "a text");
    }
    return value;
  }
}
