package dev.devtail.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.devtail.bench.deploy.Target;
import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.FaultRule;
import dev.devtail.simulator.script.Match;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Streams through DevTail while providers fail: before their first token, which nobody may notice,
 * and behind it, which everybody must.
 */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    description = "Streams of models whose providers fail: what callers get of it.",
    footer = {
      "",
      "Half of the faults come through untouched (Anthropic to Anthropic), half translated (OpenAI",
      "to Anthropic). Five of six calls have no fault, or the provider would be left alone."
    })
final class FaultsScenario implements Callable<Integer> {

  private static final String TEXT = "word ".repeat(40).strip();
  private static final Duration FIRST_TOKEN = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** One call in as many goes wrong; were it every other one, the provider would be left alone. */
  private static final int FAULT_IN = 6;

  /** One fault in as many makes a caller wait until a deadline. */
  private static final int STALL_IN = 40;

  private static final List<String> BEFORE =
      List.of(
          "529",
          "429",
          "500",
          "503",
          "401",
          "404",
          "empty",
          "cut:before-head",
          "cut:before-first-token",
          "error-event:before-first-token",
          "error-event:before-first-token:rate-limited");

  private static final List<String> BEHIND =
      List.of("cut:after-first-token", "cut:within-event", "error-event:after-first-token");

  private static final String STALL_BEFORE = "stall:before-first-token";
  private static final String STALL_BEHIND = "stall:after-first-token";

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions options;

  @Option(
      names = "--faults",
      defaultValue = "10000",
      description =
          "Before the first token; a tenth as many behind it (default: ${DEFAULT-VALUE}).")
  private int faults;

  @Option(
      names = "--callers",
      defaultValue = "16",
      description = "At once (default: ${DEFAULT-VALUE}).")
  private int callers;

  private final LongAdder calls = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder doubled = new LongAdder();
  private final LongAdder cleanEnds = new LongAdder();
  private final AtomicLong cured = new AtomicLong();
  private final AtomicLong told = new AtomicLong();
  private final Map<String, Integer> surprises = new ConcurrentHashMap<>();

  private FaultsScenario() {}

  @Override
  public Integer call() throws InterruptedException {
    Script answering = Script.always(Answer.text(TEXT));
    try (ProviderSimulator failing =
            ProviderSimulator.start(0, Set.of(ProviderSimulator.KEY), withFaults(answering));
        ProviderSimulator sound =
            ProviderSimulator.start(0, Set.of(ProviderSimulator.KEY), answering);
        Target target = options.open(settings(failing, sound));
        ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      List<Future<?>> all = new ArrayList<>();
      SplittableRandom random = new SplittableRandom(options.seed());
      for (int i = 0; i < callers; i++) {
        Caller caller = new Caller(target, random.split());
        all.add(threads.submit(caller::run));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    }
    surprises.forEach((what, count) -> spec.commandLine().getErr().println(count + " x " + what));
    new Report("faults")
        .put("calls", calls.sum())
        .put("faults_before", cured.get())
        .put("lost", lost.sum())
        .put("doubled_starts", doubled.sum())
        .put("faults_behind", told.get())
        .put("clean_ends", cleanEnds.sum())
        .publish(spec.commandLine().getOut(), options.json());
    return lost.sum() + doubled.sum() + cleanEnds.sum() == 0 ? 0 : 1;
  }

  private static Script withFaults(Script script) {
    List<String> names = new ArrayList<>(BEFORE);
    names.addAll(BEHIND);
    names.addAll(List.of(STALL_BEFORE, STALL_BEHIND));
    for (String name : names) {
      script = script.fault(new FaultRule(Match.text("^" + name + "$"), 1, Fault.parse(name)));
    }
    return script;
  }

  private static Map<String, String> settings(ProviderSimulator failing, ProviderSimulator sound) {
    Map<String, String> settings = new HashMap<>();
    provider(settings, "FAILINGA", "anthropic", failing.url(Provider.ANTHROPIC));
    provider(settings, "FAILINGO", "openai", failing.url(Provider.OPENAI));
    provider(settings, "SOUNDA", "anthropic", sound.url(Provider.ANTHROPIC));
    provider(settings, "SOUNDO", "openai", sound.url(Provider.OPENAI));
    rule(settings, 0, "untouched", "failinga/claude-sonnet-4-5", "sounda/claude-sonnet-4-5");
    rule(settings, 1, "translated", "failingo/gpt-5", "soundo/gpt-5");
    settings.put("DEVTAIL_ROUTER_FIRSTTOKENDEADLINE", FIRST_TOKEN.toMillis() + "ms");
    settings.put("DEVTAIL_ROUTER_IDLETIMEOUT", IDLE.toMillis() + "ms");
    return settings;
  }

  private static void provider(
      Map<String, String> settings, String name, String protocol, URI url) {
    String prefix = "DEVTAIL_ROUTER_PROVIDERS_" + name + "_";
    settings.put(prefix + "PROTOCOL", protocol);
    settings.put(prefix + "BASEURL", url.toString());
    settings.put(prefix + "KEYS_0", ProviderSimulator.KEY);
  }

  private static void rule(
      Map<String, String> settings, int number, String model, String first, String second) {
    String prefix = "DEVTAIL_ROUTER_RULES_%d_".formatted(number);
    settings.put(prefix + "WHEN_MODEL", model);
    settings.put(prefix + "USE_0", first);
    settings.put(prefix + "USE_1", second);
  }

  /** Calls, one after the other, until there were faults enough. */
  private final class Caller {

    private final HttpClient http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Target target;
    private final SplittableRandom random;

    Caller(Target target, SplittableRandom random) {
      this.target = target;
      this.random = random;
    }

    void run() {
      while (cured.get() < faults || told.get() < faults / 10) {
        boolean behind = told.get() < faults / 10 && random.nextInt(11) == 0;
        String text = random.nextInt(FAULT_IN) == 0 ? fault(behind) : "no fault";
        calls.increment();
        try {
          judge(text, post(text));
        } catch (IOException broken) {
          lose("connection: " + broken.getMessage());
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }

    private String fault(boolean behind) {
      if (random.nextInt(STALL_IN) == 0) {
        return behind ? STALL_BEHIND : STALL_BEFORE;
      }
      List<String> names = behind ? BEHIND : BEFORE;
      return names.get(random.nextInt(names.size()));
    }

    private HttpResponse<String> post(String text) throws IOException, InterruptedException {
      String body =
          """
          {"model":"%s","max_tokens":1024,"stream":true,"messages":[{"role":"user","content":"%s"}]}"""
              .formatted(random.nextBoolean() ? "untouched" : "translated", text);
      return http.send(
          HttpRequest.newBuilder(target.url().resolve("/v1/messages"))
              .header("x-api-key", target.token())
              .header("anthropic-version", "2023-06-01")
              .header("content-type", "application/json")
              .timeout(ANSWER)
              .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(UTF_8)))
              .build(),
          BodyHandlers.ofString());
    }

    private void judge(String text, HttpResponse<String> answer) {
      if (answer.statusCode() != 200) {
        lose("%s: HTTP %d %s".formatted(text, answer.statusCode(), answer.body()));
        return;
      }
      int starts = count("event: message_start", answer.body());
      boolean ended = answer.body().contains("event: message_stop");
      boolean failed = answer.body().contains("event: error");
      if (starts != 1) {
        doubled.increment();
        surprise("%s: %d starts".formatted(text, starts));
      }
      boolean first = header(answer, "devtail-attempts").equals("1");
      boolean failing = header(answer, "devtail-model").startsWith("failing");
      if (failing && (BEHIND.contains(text) || text.equals(STALL_BEHIND))) {
        told.incrementAndGet();
        if (ended || !failed) {
          cleanEnds.increment();
          surprise(text + ": a clean end");
        }
      } else if (!ended || failed || count("word", answer.body()) < 1) {
        lose(text + ": no end");
      } else if (!first) {
        cured.incrementAndGet();
      }
    }

    private static String header(HttpResponse<?> answer, String name) {
      return answer.headers().firstValue(name).orElse("");
    }

    private void lose(String what) {
      lost.increment();
      surprise(what);
    }

    private void surprise(String what) {
      surprises.merge(what.substring(0, Math.min(200, what.length())), 1, Integer::sum);
    }

    private static int count(String what, String in) {
      return in.split(what, -1).length - 1;
    }
  }
}
