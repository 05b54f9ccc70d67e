package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a recording's file. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Write a recording as an asciicast v2 file, as asciinema plays it.",
    footer = {
      "",
      "Example:  devtail recordings export build -o build.cast && asciinema play build.cast"
    })
public final class RecordingsExportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Parameters(paramLabel = "RECORDING", description = "Id, start of it, or name.")
  private String recording;

  @Option(
      names = {"-o", "--output"},
      description = "File to write; default: the id with .cast, - for standard output.")
  private @Nullable String output;

  private RecordingsExportCommand() {}

  @Override
  public Integer call() throws IOException {
    try (Gateway gateway = options.connect()) {
      Recordings recordings = new Recordings(gateway);
      dev.devtail.protocol.v1.Recording meant = recordings.find(recording);
      try (InputStream content = recordings.read(meant, 0)) {
        if ("-".equals(output)) {
          content.transferTo(System.out);
          System.out.flush();
        } else {
          Path file = Path.of(output == null ? meant.getId() + ".cast" : output);
          Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
          spec.commandLine().getOut().println(file);
        }
      }
      return ExitCodes.OK;
    }
  }
}
