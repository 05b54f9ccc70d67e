package dev.devtail.router.window;

import dev.devtail.router.protocol.CallerProtocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A conversation of a coding agent, made up: thinking, calls of tools alone and several at once,
 * long results, words of the user between them; with blanks and fields that nobody knows.
 */
final class LongConversation {

  private final CallerProtocol protocol;
  private final Random random;
  private final List<String> turns = new ArrayList<>();
  private final String comma;

  /** What tools have answered, as it stands in the body; the oldest first. */
  final List<String> results = new ArrayList<>();

  private int calls;

  LongConversation(CallerProtocol protocol, int seed, int rounds) {
    this.protocol = protocol;
    this.random = new Random(seed);
    this.comma = random(" ,\n", ",");
    if (protocol == CallerProtocol.CHAT_COMPLETIONS) {
      turns.add("{\"role\":\"system\",\"content\":\"Be brief.\"}");
    }
    user();
    for (int round = 0; round < rounds; round++) {
      round();
    }
  }

  String json() {
    String list = protocol == CallerProtocol.RESPONSES ? "input" : "messages";
    return "{ \"model\":\"m\", \"x\":[1.50, {}],\"%s\" : [ %s ] ,\"tools\":[{\"name\":\"Read\"}]}"
        .formatted(list, String.join(comma, turns));
  }

  byte[] body() {
    return json().getBytes(StandardCharsets.UTF_8);
  }

  private String random(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String words(int most) {
    return IntStream.range(0, 1 + random.nextInt(most))
        .mapToObj(i -> random("tree", "sort", "größe", "{{x}}", "\\\"q\\\"", "\\n", "漢字", "42"))
        .collect(Collectors.joining(" "));
  }

  private void user() {
    turns.add("{\"role\":\"user\", \"content\":\"%s\"}".formatted(words(40)));
  }

  /** The model thinks, and calls tools; they answer; now and then the user says something. */
  void round() {
    List<Integer> ids = IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> ++calls).toList();
    switch (protocol) {
      case MESSAGES -> messages(ids);
      case CHAT_COMPLETIONS -> chat(ids);
      case RESPONSES -> responses(ids);
    }
    if (random.nextInt(4) == 0) {
      user();
    }
  }

  private String result(int id) {
    String text =
        protocol == CallerProtocol.MESSAGES && random.nextBoolean()
            ? "[{\"type\":\"text\", \"text\":\"result %d %s\"}]".formatted(id, words(900))
            : "\"result %d %s\"".formatted(id, words(900));
    results.add(text);
    return text;
  }

  private void messages(List<Integer> ids) {
    List<String> blocks = new ArrayList<>();
    blocks.add(
        "{\"type\":\"thinking\",\"thinking\":\"%s\",\"signature\":\"sig%d==\"}"
            .formatted(words(30), ids.getFirst()));
    ids.forEach(
        id ->
            blocks.add(
                "{\"type\":\"tool_use\",\"id\":\"c%d\",\"name\":\"Read\",\"input\":{\"p\":%d}}"
                    .formatted(id, id)));
    turns.add("{\"role\":\"assistant\",\"content\":[%s]}".formatted(String.join(" , ", blocks)));
    turns.add(
        "{\"content\":[%s],\"role\":\"user\"}"
            .formatted(
                ids.stream()
                    .map(
                        id ->
                            "{\"content\": %s ,\"type\":\"tool_result\",\"tool_use_id\":\"c%d\",\"is_error\":false}"
                                .formatted(result(id), id))
                    .collect(Collectors.joining(","))));
  }

  private void chat(List<Integer> ids) {
    turns.add(
        "{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"%s\",\"tool_calls\":[%s]}"
            .formatted(
                words(30),
                ids.stream()
                    .map(
                        id ->
                            "{\"id\":\"c%d\",\"type\":\"function\",\"function\":{\"name\":\"Read\",\"arguments\":\"{}\"}}"
                                .formatted(id))
                    .collect(Collectors.joining(","))));
    ids.forEach(
        id ->
            turns.add(
                "{\"role\":\"tool\",\"tool_call_id\":\"c%d\",\"content\":%s}"
                    .formatted(id, result(id))));
  }

  private void responses(List<Integer> ids) {
    turns.add(
        "{\"type\":\"reasoning\",\"id\":\"r%d\",\"summary\":[],\"encrypted_content\":\"%s\"}"
            .formatted(ids.getFirst(), "A".repeat(200)));
    ids.forEach(
        id ->
            turns.add(
                "{\"type\":\"function_call\",\"call_id\":\"c%d\",\"name\":\"Read\",\"arguments\":\"{}\"}"
                    .formatted(id)));
    ids.forEach(
        id ->
            turns.add(
                "{\"type\":\"function_call_output\",\"call_id\":\"c%d\",\"output\":%s}"
                    .formatted(id, result(id))));
  }
}
