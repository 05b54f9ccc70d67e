package dev.devtail.router.translate;

import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.sse.EventReader;
import dev.devtail.router.translate.answer.AnswerContext;
import dev.devtail.router.translate.answer.AnswerShape;
import dev.devtail.router.translate.conversation.ToolNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests, answers and streams as the providers' documentation has them, and what becomes of them.
 *
 * <ul>
 *   <li>{@code requests/NAME.json}: a caller's request, what each provider gets, and what is
 *       dropped.
 *   <li>{@code answers/NAME.json}: a provider's answer, and what each caller gets.
 *   <li>{@code streams/NAME.PROVIDER}: a provider's stream; {@code NAME.PROVIDER.CALLER}: what that
 *       caller gets.
 * </ul>
 */
final class Goldens {

  static final JsonMapper JSON = JsonMapper.shared();

  private static final String ID = "01";
  private static final Instant TIME = Instant.ofEpochSecond(1_770_000_000);

  private Goldens() {}

  private static Path folder(String name) {
    try {
      return Path.of(Objects.requireNonNull(Goldens.class.getResource(name), name).toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(folder(folder))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A caller's request, put to one provider. */
  record Request(
      String name,
      CallerProtocol caller,
      ProviderProtocol provider,
      ModelName model,
      long maxOutputTokens,
      JsonNode request,
      JsonNode expected,
      List<String> dropped) {

    byte[] body() {
      return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return name + " to " + model;
    }
  }

  static Stream<Request> requests() {
    return files("requests").stream().flatMap(Goldens::requests);
  }

  private static Stream<Request> requests(Path file) {
    JsonNode golden = JSON.readTree(read(file));
    List<Request> requests = new ArrayList<>();
    for (JsonNode to : golden.path("to")) {
      List<String> dropped = new ArrayList<>();
      to.path("dropped").forEach(name -> dropped.add(name.stringValue()));
      requests.add(
          new Request(
              file.getFileName().toString(),
              CallerProtocol.valueOf(golden.path("caller").stringValue()),
              ProviderProtocol.valueOf(to.path("provider").stringValue()),
              ModelName.parse(to.path("model").stringValue()),
              to.path("maxOutputTokens").asLong(0),
              golden.path("request"),
              to.path("expected"),
              dropped));
    }
    return requests.stream();
  }

  /** A provider's answer, and what one caller gets. */
  record Whole(
      String name,
      CallerProtocol caller,
      ProviderProtocol provider,
      ModelName model,
      JsonNode answer,
      JsonNode expected) {

    Translation translation() {
      return Translation.between(caller, provider);
    }

    byte[] body() {
      return answer.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return name + " for " + caller;
    }
  }

  static Stream<Whole> wholes() {
    return files("answers").stream().flatMap(Goldens::wholes);
  }

  private static Stream<Whole> wholes(Path file) {
    JsonNode golden = JSON.readTree(read(file));
    return golden.path("for").properties().stream()
        .map(
            caller ->
                new Whole(
                    file.getFileName().toString(),
                    CallerProtocol.valueOf(caller.getKey()),
                    ProviderProtocol.valueOf(golden.path("provider").stringValue()),
                    ModelName.parse(golden.path("model").stringValue()),
                    golden.path("answer"),
                    caller.getValue()));
  }

  /** A provider's stream, and what one caller gets. */
  record Streamed(
      String name,
      CallerProtocol caller,
      ProviderProtocol provider,
      String stream,
      String expected) {

    Translation translation() {
      return Translation.between(caller, provider);
    }

    AnswerContext context() {
      return Goldens.context(new ModelName("provider", "model"));
    }

    byte[] body() {
      return stream.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return name + " for " + caller;
    }
  }

  static Stream<Streamed> streams() {
    return files("streams").stream()
        .filter(file -> file.getFileName().toString().split("\\.").length == 3)
        .map(Goldens::streamed);
  }

  private static Streamed streamed(Path expected) {
    String[] parts = expected.getFileName().toString().split("\\.");
    Path stream = expected.resolveSibling(parts[0] + "." + parts[1]);
    return new Streamed(
        parts[0] + "." + parts[1],
        CallerProtocol.valueOf(parts[2].toUpperCase(Locale.ROOT)),
        ProviderProtocol.valueOf(parts[1].toUpperCase(Locale.ROOT)),
        read(stream),
        read(expected));
  }

  static AnswerContext context(ModelName model) {
    return new AnswerContext(ID, model, TIME, new AnswerShape(new ToolNames(List.of(), 64), true));
  }

  /** An event as it can be compared: its type and its data. */
  record Event(String type, Object data) {}

  static List<Event> events(byte[] stream) {
    List<Event> events = new ArrayList<>();
    EventReader reader = new EventReader(1 << 20);
    reader.read(
        stream,
        0,
        stream.length,
        event ->
            events.add(
                new Event(
                    event.type(),
                    event.data().startsWith("{") ? JSON.readTree(event.data()) : event.data())));
    if (reader.isWithinEvent()) {
      events.add(new Event("half an event", ""));
    }
    return events;
  }

  static List<Event> events(String stream) {
    return events(stream.getBytes(StandardCharsets.UTF_8));
  }
}
