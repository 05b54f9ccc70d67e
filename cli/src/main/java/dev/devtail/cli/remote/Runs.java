package dev.devtail.cli.remote;

import dev.devtail.gateway.rest.AgentRunView;
import dev.devtail.protocol.v1.ErrorCode;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The user's runs of agents at a gateway. */
final class Runs implements AutoCloseable {

  private static final String PATH = "/v1/runs";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int ID_LENGTH = 36;
  private static final int SHORT_ID_LENGTH = 8;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final GatewayHttp http;

  Runs(GatewayOptions options) {
    this.http = new GatewayHttp(options);
  }

  AgentRunView start(AgentRunView.Wanted wanted) {
    return one(
        http.to(PATH, TIMEOUT).POST(BodyPublishers.ofString(JSON.writeValueAsString(wanted))));
  }

  AgentRunView get(String id) {
    return one(http.to(PATH + "/" + id, TIMEOUT).GET());
  }

  /** Newest first, without their steps. */
  List<AgentRunView> list() {
    HttpResponse<InputStream> answer = http.send(http.to(PATH, TIMEOUT).GET());
    return List.of(JSON.convertValue(GatewayHttp.read(answer), AgentRunView[].class));
  }

  void cancel(String id) {
    http.send(http.to(PATH + "/" + id, TIMEOUT).DELETE());
  }

  private AgentRunView one(HttpRequest.Builder request) {
    return JSON.convertValue(GatewayHttp.read(http.send(request)), AgentRunView.class);
  }

  /**
   * The one that a user means: its id or the end of it, which differs where the beginning is a
   * time.
   *
   * @throws dev.devtail.client.DevtailException NOT_FOUND if none is meant, INVALID_ARGUMENT if
   *     several are
   */
  AgentRunView find(String meant) {
    if (meant.length() == ID_LENGTH) {
      return get(meant);
    }
    List<AgentRunView> found = list().stream().filter(run -> run.id().endsWith(meant)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw found.isEmpty()
        ? Gateway.refusal(
            ErrorCode.ERROR_CODE_NOT_FOUND,
            "You have no run %s. See: devtail run ls".formatted(meant))
        : Gateway.refusal(
            ErrorCode.ERROR_CODE_INVALID_ARGUMENT,
            "%d runs are meant by %s; type more of the id.".formatted(found.size(), meant));
  }

  /** The end of it: ids begin with the time. */
  static String shortId(String id) {
    return id.substring(id.length() - SHORT_ID_LENGTH);
  }

  static boolean isOver(AgentRunView run) {
    return run.endedAt() != null;
  }

  @Override
  public void close() {
    http.close();
  }
}
