package dev.devtail.cli.simulate;

import dev.devtail.cli.ExitCodes;
import dev.devtail.client.DevtailException;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.ErrorCode;
import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Match;
import dev.devtail.simulator.script.Pace;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Script;
import dev.devtail.simulator.script.ScriptReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Stands in for providers of models until it is interrupted. */
@Command(
    name = "simulate-provider",
    mixinStandardHelpOptions = true,
    description = {
      "Answer as the providers of models do, without a key and without a network: Anthropic,"
          + " OpenAI, Gemini, DeepSeek, OpenRouter, Ollama.",
      "Requests are checked as strictly as the real ones do it. Without a script it says what it"
          + " was told."
    },
    footer = {
      "",
      "Faults; a client may name its own in the header x-simulate-fault:",
      "  529 429 500 503 401 404 too-long  an HTTP error in the provider's words",
      "  429:retry-after=SECONDS           also retry-after-date=S, retry-after-ms=MS",
      "  error-event:WHERE[:KIND]          an error within the stream",
      "  cut:WHERE, stall:WHERE            closed; nothing more comes",
      "  drip[:MS]                         a byte at a time",
      "  malformed, unknown, odd-borders, crlf, comments, empty, gzip",
      "  WHERE: before-head, before-first-token, after-first-token, within-event",
      "  KIND:  overloaded, rate-limited, server-error",
      "",
      "A script is YAML. The first rule that matches answers, in any protocol:",
      "  rules:",
      "    - when: {tool: Read}            # its result came last",
      "      say: \"It holds: ${result}\"",
      "    - when: {text: 'read (\\S+)'}    # also model, system, result, offers,",
      "      answer:                       # sub-agent, turn, request, provider",
      "        - thinking: I have to read it.",
      "        - call: Read",
      "          input: {file_path: \"${1}\"}",
      "      tokens: {input: 100, cache-read: 2000, output: 20}",
      "  faults:",
      "    - when: {request: 3}",
      "      fault: \"529\"",
      "    - probability: 0.01",
      "      fault: cut:after-first-token",
      "",
      "What came: curl http://127.0.0.1:PORT/_simulator/requests",
      "Examples:  devtail simulate-provider --ttft 300 --tokens-per-second 60",
      "           devtail simulate-provider --script answers.yaml --fault 429"
    })
public final class SimulateProviderCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = {"-p", "--port"},
      defaultValue = "7718",
      description = "Port on 127.0.0.1, 0 for any (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--script", paramLabel = "FILE", description = "What is answered, as below.")
  private @Nullable Path scriptFile;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "A key that is taken; may be given again (default: " + ProviderSimulator.KEY + ").")
  private Set<String> keys = new LinkedHashSet<>();

  @Option(
      names = "--fault",
      defaultValue = "",
      paramLabel = "FAULT[,FAULT...]",
      description = "What goes wrong with every request that the script has no fault for.")
  private String fault;

  @Option(
      names = "--ttft",
      defaultValue = "0",
      paramLabel = "MS",
      description = "Time to the first token, in milliseconds (default: ${DEFAULT-VALUE}).")
  private long firstTokenMillis;

  @Option(
      names = "--tokens-per-second",
      defaultValue = "0",
      paramLabel = "N",
      description = "How fast it writes; 0 is at once (default: ${DEFAULT-VALUE}).")
  private double tokensPerSecond;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  private SimulateProviderCommand() {}

  /** How a provider is reached. */
  record Line(String url, Map<String, String> environment) {

    static Line of(ProviderSimulator simulator, Provider provider, String key) {
      String url = simulator.url(provider).toString();
      return new Line(
          url,
          switch (provider) {
            case ANTHROPIC -> variables("ANTHROPIC_BASE_URL", url, "ANTHROPIC_API_KEY", key);
            case OPENAI -> variables("OPENAI_BASE_URL", url, "OPENAI_API_KEY", key);
            case GEMINI -> variables("GOOGLE_GEMINI_BASE_URL", url, "GEMINI_API_KEY", key);
            case OLLAMA -> Map.of("OLLAMA_HOST", url);
            case DEEPSEEK -> variables("DEEPSEEK_API_BASE", url, "DEEPSEEK_API_KEY", key);
            case OPENROUTER -> variables("OPENROUTER_API_BASE", url, "OPENROUTER_API_KEY", key);
          });
    }

    private static Map<String, String> variables(
        String urlName, String url, String keyName, String key) {
      Map<String, String> variables = new LinkedHashMap<>();
      variables.put(urlName, url);
      variables.put(keyName, key);
      return variables;
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Set<String> taken = keys.isEmpty() ? Set.of(ProviderSimulator.KEY) : keys;
    Script script = script();
    CountDownLatch ended = new CountDownLatch(1);
    try (ProviderSimulator simulator = start(taken, script)) {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(ended::countDown));
      announce(simulator, taken.iterator().next());
      ended.await();
    }
    return ExitCodes.OK;
  }

  private ProviderSimulator start(Set<String> taken, Script script) {
    try {
      return ProviderSimulator.start(port, taken, script);
    } catch (UncheckedIOException inUse) {
      throw new DevtailException(
          Error.newBuilder()
              .setCode(ErrorCode.ERROR_CODE_START_FAILED)
              .setMessage(
                  "Port %d is in use: choose another with --port, or 0 for any.".formatted(port))
              .build());
    }
  }

  /** What the file says, with what the command line says besides. */
  private Script script() {
    try {
      Script script = scriptFile == null ? Script.ECHO : read(scriptFile);
      if (firstTokenMillis > 0 || tokensPerSecond > 0) {
        script =
            script.withPace(
                new Pace(
                    Duration.ofMillis(firstTokenMillis),
                    tokensPerSecond,
                    script.pace().chunkChars()));
      }
      List<Fault> faults = Fault.parse(fault);
      return faults.isEmpty() ? script : script.fault(Match.ANY, faults.toArray(Fault[]::new));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
    }
  }

  private Script read(Path file) {
    try {
      return ScriptReader.read(Files.readString(file));
    } catch (IOException unreadable) {
      throw new ParameterException(
          spec.commandLine(), "%s cannot be read.".formatted(file), unreadable);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("%s: %s".formatted(file, wrong.getMessage()), wrong);
    }
  }

  private void announce(ProviderSimulator simulator, String key) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Line> lines = new LinkedHashMap<>();
    for (Provider provider : Provider.values()) {
      lines.put(provider.name().toLowerCase(Locale.ROOT), Line.of(simulator, provider, key));
    }
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(lines));
    } else {
      lines.forEach(
          (name, line) -> {
            out.printf("# %s%n", name);
            line.environment()
                .forEach((variable, value) -> out.printf("export %s=%s%n", variable, value));
          });
      out.printf(
          "%nWhat comes in: curl http://127.0.0.1:%d%s%nStop: Ctrl-C%n",
          simulator.port(), "/_simulator/requests");
    }
    out.flush();
  }
}
