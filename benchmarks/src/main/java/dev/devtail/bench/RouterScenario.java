package dev.devtail.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devtail.bench.deploy.Target;
import dev.devtail.bench.probe.HttpConnection;
import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Match;
import dev.devtail.simulator.script.Pace;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What the door to the models adds to a call, beside the same call made directly to the provider (a
 * simulated one, in this process) and through other gateways, in turn within one run.
 */
@Command(
    name = "router",
    mixinStandardHelpOptions = true,
    description = "What calls of models take through DevTail, beside direct ones.",
    footer = {
      "",
      "A peer is another gateway that was started before, with the simulated provider behind it:",
      "give that a port with --simulator-port. Example, for Portkey:",
      "  --simulator-port 9090 --peer portkey=http://127.0.0.1:8787/v1/messages"
    })
final class RouterScenario implements Callable<Integer> {

  private static final int PROMPT_BYTES = 2_048;
  private static final int ANSWER_CHARS = 400;
  private static final int WARM_UP = 2_000;

  private static final Duration LOAD_TIME = Duration.ofSeconds(5);
  private static final int AT_ONCE = 16;

  /** Of the long streams, one for each word. */
  private static final int STREAM_WORDS = 40;

  private static final int WORDS_PER_SECOND = 10;

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions options;

  @Option(
      names = "--requests",
      defaultValue = "3000",
      description = "One after the other, through each (default: ${DEFAULT-VALUE}).")
  private int requests;

  @Option(
      names = "--streams",
      defaultValue = "500",
      description = "At once (default: ${DEFAULT-VALUE}).")
  private int streams;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "45",
      description = {
        "Of load on each, before anything is measured: until code is compiled, its compiler has",
        "most of the cores (default: ${DEFAULT-VALUE})."
      })
  private int warmUp;

  @Option(
      names = "--simulator-port",
      defaultValue = "0",
      description = "Where the simulated provider listens; 0 for any (default: ${DEFAULT-VALUE}).")
  private int simulatorPort;

  @Option(names = "--peer", paramLabel = "NAME=URL", description = "Another gateway beside it.")
  private Map<String, URI> peers = new LinkedHashMap<>();

  @Option(
      names = "--peer-header",
      paramLabel = "NAME=HEADER: VALUE",
      description = "A header that the peer of that name wants.")
  private List<String> peerHeaders = new ArrayList<>();

  private RouterScenario() {}

  private List<String> headersOf(String peer) {
    String prefix = peer + "=";
    return peerHeaders.stream()
        .filter(header -> header.startsWith(prefix))
        .map(header -> header.substring(prefix.length()))
        .toList();
  }

  /** A way to the model. */
  private record Way(String name, URI url, String key, String model, List<String> headers) {

    HttpConnection connect(boolean stream) {
      return HttpConnection.open(url, key, headers, body(model, stream));
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ProviderSimulator simulator =
            ProviderSimulator.start(
                simulatorPort,
                Set.of(ProviderSimulator.KEY),
                Script.always(Answer.text("word ".repeat(ANSWER_CHARS / 5))));
        Target target = options.open(settings(simulator))) {
      Way direct =
          new Way(
              "direct",
              URI.create(simulator.url(Provider.ANTHROPIC) + "/v1/messages"),
              ProviderSimulator.KEY,
              "claude-sonnet-4-5",
              List.of());
      URI door = target.url().resolve("/v1/messages");
      Way through = new Way("devtail", door, target.token(), "claude-sonnet-4-5", List.of());
      Way translated = new Way("translated", door, target.token(), "openai/gpt-5", List.of());
      List<Way> others = new ArrayList<>();
      peers.forEach(
          (name, url) ->
              others.add(
                  new Way(name, url, ProviderSimulator.KEY, "claude-sonnet-4-5", headersOf(name))));
      List<Way> all = new ArrayList<>(List.of(direct, through, translated));
      all.addAll(others);
      Report report = new Report("router");
      load(report, all);
      oneByOne(report, all);
      firstTokens(report, all);
      chunks(report, simulator, List.of(direct, through));
      report.publish(spec.commandLine().getOut(), options.json());
    }
    return 0;
  }

  private static Map<String, String> settings(ProviderSimulator simulator) {
    return Map.of(
        "DEVTAIL_ROUTER_PROVIDERS_ANTHROPIC_BASEURL",
        simulator.url(Provider.ANTHROPIC).toString(),
        "DEVTAIL_ROUTER_PROVIDERS_ANTHROPIC_KEYS_0",
        ProviderSimulator.KEY,
        "DEVTAIL_ROUTER_PROVIDERS_OPENAI_BASEURL",
        simulator.url(Provider.OPENAI).toString(),
        "DEVTAIL_ROUTER_PROVIDERS_OPENAI_KEYS_0",
        ProviderSimulator.KEY);
  }

  private static byte[] body(String model, boolean stream) {
    String prompt = "Say something. ".repeat(PROMPT_BYTES / 15);
    return """
        {"model":"%s","max_tokens":1024,"stream":%s,"messages":[{"role":"user","content":"%s"}]}"""
        .formatted(model, stream, prompt)
        .getBytes(UTF_8);
  }

  private static String prefix(Way way) {
    return way.name().equals("devtail") ? "" : way.name() + "_";
  }

  /** Calls take turns, so that what else the machine does hits all alike. */
  private void oneByOne(Report report, List<Way> ways) {
    List<Samples> samples =
        interleaved(
            ways,
            requests,
            number -> {
              HttpConnection connection = ways.get(number).connect(false);
              return new Timed(
                  connection,
                  () -> {
                    long began = System.nanoTime();
                    connection.post(bytes -> {});
                    return System.nanoTime() - began;
                  });
            });
    Samples direct = samples.getFirst();
    report.put("direct_p50_us", direct.micros(0.5)).put("direct_p99_us", direct.micros(0.99));
    for (int i = 1; i < ways.size(); i++) {
      String name = prefix(ways.get(i));
      report.put(name + "added_p50_us", samples.get(i).micros(0.5) - direct.micros(0.5));
      report.put(name + "added_p99_us", samples.get(i).micros(0.99) - direct.micros(0.99));
    }
  }

  private void firstTokens(Report report, List<Way> ways) {
    List<Samples> samples =
        interleaved(
            ways,
            requests / 3,
            number -> {
              HttpConnection connection = ways.get(number).connect(true);
              return new Timed(
                  connection,
                  () -> {
                    long began = System.nanoTime();
                    long[] first = {0};
                    connection.post(
                        bytes -> first[0] = first[0] == 0 ? System.nanoTime() : first[0]);
                    return first[0] - began;
                  });
            });
    Samples direct = samples.getFirst();
    report.put("direct_ttft_p99_us", direct.micros(0.99));
    for (int i = 1; i < ways.size(); i++) {
      String name = prefix(ways.get(i));
      report.put(name + "added_ttft_p50_us", samples.get(i).micros(0.5) - direct.micros(0.5));
      report.put(name + "added_ttft_p99_us", samples.get(i).micros(0.99) - direct.micros(0.99));
    }
  }

  /** What takes a time again and again over one connection. */
  private record Timed(HttpConnection connection, Callable<Long> once) implements AutoCloseable {

    long nanos() {
      try {
        return once.call();
      } catch (RuntimeException failure) {
        throw failure;
      } catch (Exception impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  private static List<Samples> interleaved(List<Way> ways, int count, IntFunction<Timed> open) {
    List<Timed> timed = new ArrayList<>();
    List<Samples> samples = new ArrayList<>();
    try {
      for (int i = 0; i < ways.size(); i++) {
        timed.add(open.apply(i));
        samples.add(new Samples());
      }
      for (int round = -Math.min(WARM_UP, count); round < count; round++) {
        for (int i = 0; i < ways.size(); i++) {
          long nanos = timed.get(i).nanos();
          if (round >= 0) {
            samples.get(i).add(nanos);
          }
        }
      }
      return samples;
    } finally {
      timed.forEach(Timed::close);
    }
  }

  /** As many calls as go through, {@value #AT_ONCE} at a time. */
  private void load(Report report, List<Way> ways) throws InterruptedException {
    for (Way way : ways) {
      rps(way, AT_ONCE, Duration.ofSeconds(warmUp));
    }
    for (Way way : ways) {
      report.put(prefix(way) + "rps_c" + AT_ONCE, rps(way, AT_ONCE, LOAD_TIME));
    }
  }

  private static double rps(Way way, int atOnce, Duration time) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(atOnce)) {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        counts.add(
            threads.submit(
                () -> {
                  int count = 0;
                  try (HttpConnection connection = way.connect(false)) {
                    long until = System.nanoTime() + time.toNanos();
                    while (System.nanoTime() < until) {
                      connection.post(bytes -> {});
                      count++;
                    }
                  }
                  return count;
                }));
      }
      int total = 0;
      for (Future<Integer> count : counts) {
        total += get(count);
      }
      return total / (double) time.toSeconds();
    }
  }

  private static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    }
  }

  /** Many streams at once, each a word every 100 ms: how unevenly words come. */
  private void chunks(Report report, ProviderSimulator simulator, List<Way> ways)
      throws InterruptedException {
    simulator.script(
        Script.ECHO
            .rule(Match.ANY, Answer.text("word ".repeat(STREAM_WORDS)))
            .withPace(new Pace(Duration.ZERO, WORDS_PER_SECOND, 5)));
    List<Samples> samples = new ArrayList<>();
    for (Way way : ways) {
      samples.add(unevenness(way));
    }
    Samples direct = samples.getFirst();
    Samples through = samples.getLast();
    report
        .put("direct_chunk_p99_us", direct.micros(0.99))
        .put("added_chunk_p50_us", through.micros(0.5) - direct.micros(0.5))
        .put("added_chunk_p99_us", through.micros(0.99) - direct.micros(0.99))
        .put("chunks", through.count());
  }

  /** Of the median: words come evenly, but for what delays one more than another. */
  private static Samples deviations(List<Long> gaps) {
    List<Long> sorted = gaps.stream().sorted().toList();
    long median = sorted.get(sorted.size() / 2);
    Samples samples = new Samples();
    gaps.forEach(gap -> samples.add(Math.abs(gap - median)));
    return samples;
  }

  private Samples unevenness(Way way) throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(streams);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> all = new ArrayList<>();
      for (int i = 0; i < streams; i++) {
        all.add(
            threads.submit(
                () -> {
                  List<Long> times = new ArrayList<>();
                  try (HttpConnection connection = way.connect(true)) {
                    ready.countDown();
                    ready.await();
                    connection.post(bytes -> times.add(System.nanoTime()));
                  }
                  return times;
                }));
      }
      List<Long> gaps = new ArrayList<>();
      for (Future<List<Long>> stream : all) {
        List<Long> times = get(stream);
        for (int i = 1; i < times.size(); i++) {
          gaps.add(times.get(i) - times.get(i - 1));
        }
      }
      return deviations(gaps);
    }
  }
}
