package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.gateway.rest.HistoryView;
import dev.devtail.protocol.v1.HistoryHit;
import dev.devtail.protocol.v1.HistoryPart;
import dev.devtail.terminal.text.LineExtractor;
import dev.devtail.terminal.text.OutputLines;
import dev.devtail.terminal.text.TextLine;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All that a terminal has printed, as far as it is kept. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Print what a terminal has printed, as text; also of one that has ended.",
    footer = {
      "",
      "Example:  devtail history build | less",
      "          devtail history build --search error",
      "          devtail history build --raw > build.log",
      "",
      "What was printed and is not kept is told on standard error. --search ends with 1 when nothing",
      "was found."
    })
public final class HistoryCommand implements Callable<Integer> {

  private static final Pattern WHOLE_ID = Pattern.compile("[0-9A-Za-z_-]{20}");

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Parameters(paramLabel = "TERMINAL", description = "Id, start of it, or name.")
  private String terminal;

  @Option(
      names = {"-s", "--search"},
      paramLabel = "WORDS",
      description =
          "Only lines that have all of the words, newest first, each with its offset; the last word"
              + " may be a beginning.")
  private @Nullable String search;

  @Option(
      names = "--from",
      defaultValue = "0",
      paramLabel = "OFFSET",
      description = "Begin at this byte of the terminal's output.")
  private long from;

  @Option(names = "--raw", description = "Print the bytes as they are, escape sequences and all.")
  private boolean raw;

  @Option(
      names = {"-n", "--limit"},
      defaultValue = "20",
      description = "How many lines --search finds at most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--json", description = "Print a JSON object for each line.")
  private boolean json;

  private HistoryCommand() {}

  @Override
  public Integer call() {
    try (Gateway gateway = options.connect()) {
      History history = new History(gateway, terminalId(gateway));
      if (search != null) {
        return print(history.search(search, from, limit));
      }
      List<Long> lives = from > 0 ? history.lives().reversed().subList(0, 1) : history.lives();
      for (long incarnation : lives) {
        if (raw) {
          history.readAll(incarnation, from, this::printRaw);
        } else {
          printText(history, incarnation);
        }
      }
      spec.commandLine().getOut().flush();
      return ExitCodes.OK;
    }
  }

  /** One that is not listed any more may still have a history. */
  private String terminalId(Gateway gateway) {
    return WHOLE_ID.matcher(terminal).matches() ? terminal : gateway.find(terminal).getId();
  }

  private int print(List<HistoryHit> hits) {
    PrintWriter out = spec.commandLine().getOut();
    for (HistoryHit hit : hits) {
      if (json) {
        Json.print(out, HistoryView.Hit.of(hit));
      } else {
        out.printf("%12d  %s%n", hit.getOffset(), hit.getLine());
      }
    }
    out.flush();
    return hits.isEmpty() ? ExitCodes.FAILED : ExitCodes.OK;
  }

  private void printRaw(HistoryPart part) {
    tellGap(part);
    PrintStream out = System.out;
    try {
      part.getPayload().writeTo(out);
      out.flush();
    } catch (IOException gone) {
      throw new UncheckedIOException("Standard output is gone", gone);
    }
  }

  private void printText(History history, long incarnation) {
    PrintWriter out = spec.commandLine().getOut();
    OutputLines lines = new OutputLines(LineExtractor.ofEveryLine(line -> print(out, line)));
    history.readAll(
        incarnation,
        from,
        part -> {
          tellGap(part);
          lines.write(part.getOffset(), part.getPayload().toByteArray());
        });
    lines.end();
  }

  private void print(PrintWriter out, TextLine line) {
    if (json) {
      Json.print(out, new HistoryView.Hit(line.at(), line.text()));
    } else {
      out.println(line.text());
    }
  }

  private void tellGap(HistoryPart part) {
    if (part.getGap() > 0) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          "devtail: %d bytes before offset %d are not kept%n", part.getGap(), part.getOffset());
      err.flush();
    }
  }
}
