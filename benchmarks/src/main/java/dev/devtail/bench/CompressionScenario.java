package dev.devtail.bench;

import dev.devtail.bench.probe.RawPtyProbe;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.protocol.v1.Compression;
import dev.devtail.terminal.compression.Compressors;
import dev.devtail.terminal.compression.OutputCompressor;
import dev.devtail.terminal.domain.OutputRing;
import dev.devtail.terminal.pty.LinuxPtyHost;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How small output becomes on a slow link, and what that takes. */
@Command(
    name = "compression",
    mixinStandardHelpOptions = true,
    description = "Compress what real programs print, frame by frame as viewers are sent it.")
final class CompressionScenario implements Callable<Integer> {

  /** A program and what it prints in a minute of use. */
  private record Specimen(String name, String program, String script) {}

  /** Pages through a file, as somebody would who reads it. */
  private static final String VIM =
      "cat /etc/*.conf > /tmp/devtail-bench-vim.$$; vim -u NONE -c 'syntax on' -c 'for i in"
          + " range(60) | exe \"normal! 5\\<C-e>\" | redraw | sleep 20m | endfor' -c 'q!'"
          + " /tmp/devtail-bench-vim.$$; rm /tmp/devtail-bench-vim.$$";

  private static final List<Specimen> SPECIMENS =
      List.of(
          new Specimen("ls", "ls", "ls -lR --color /usr/share | head -c 400000"),
          new Specimen("vim", "vim", VIM),
          new Specimen("top", "top", "top -d 0.2 -n 25"),
          new Specimen(
              "build",
              "seq",
              "for i in $(seq 400); do printf '\\033[32m[%3d/400]\\033[0m compiling src/m%d.c\\r\\n'"
                  + " $i $i; sleep 0.005; done"),
          new Specimen(
              "typing",
              "bash",
              "for c in g i t ' ' c o m m i t ' ' - m ' ' f i x; do printf '\\r\\033[K\\033[1m~/src\\033[0m"
                  + " $ %s' \"$line$c\"; line=$line$c; sleep 0.02; done"));

  private record Codec(String name, Compression compression) {}

  private static final List<Codec> CODECS =
      List.of(
          new Codec("deflate", Compression.COMPRESSION_DEFLATE),
          new Codec("zstd", Compression.COMPRESSION_ZSTD));

  /** Until the code is compiled, and once more to be measured. */
  private static final int ROUNDS = 20;

  private static final int RING_BYTES = 64 * 1024;

  @Spec private CommandSpec spec;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the figures to this file as well.")
  private @Nullable Path json;

  private CompressionScenario() {}

  @Override
  public Integer call() {
    Report report = new Report("compression");
    try (EventLoops loops = new EventLoops(1);
        Compressors compressors = new Compressors()) {
      var loop = new LinuxPtyHost(loops).seat().loop();
      for (Specimen specimen : SPECIMENS) {
        if (isInstalled(specimen.program())) {
          List<byte[]> frames = record(specimen.script());
          report.put(specimen.name() + "_frames", frames.size());
          report.put(specimen.name() + "_bytes", frames.stream().mapToLong(f -> f.length).sum());
          for (Codec codec : CODECS) {
            OutputCompressor compressor = compressors.on(loop, codec.compression());
            if (compressor != null) {
              measure(report, specimen.name() + '_' + codec.name(), frames, compressor);
            }
          }
        }
      }
    }
    report.publish(spec.commandLine().getOut(), json);
    return 0;
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** What it prints, as it is read from a PTY. */
  private static List<byte[]> record(String script) {
    List<byte[]> frames = new ArrayList<>();
    try (RawPtyProbe probe = new RawPtyProbe(List.of("/bin/bash", "-c", script))) {
      while (true) {
        int count = probe.receive();
        if (count <= 0) {
          return frames;
        }
        frames.add(Arrays.copyOf(probe.output(), count));
      }
    } catch (UncheckedIOException ended) {
      return frames;
    }
  }

  private static void measure(
      Report report, String name, List<byte[]> frames, OutputCompressor compressor) {
    long bytes = 0;
    long nanos = 0;
    for (int round = 0; round < ROUNDS; round++) {
      bytes = 0;
      nanos = 0;
      OutputRing ring = new OutputRing(RING_BYTES);
      for (byte[] frame : frames) {
        ring.append(frame, 0, frame.length);
        long at = ring.end() - frame.length;
        while (at < ring.end()) {
          int length = ring.contiguous(at);
          long begin = System.nanoTime();
          int compressed = compressor.output(ring, 0, at, length);
          nanos += System.nanoTime() - begin;
          bytes += compressed == 0 ? length : compressed;
          at += length;
        }
      }
    }
    report.put(name + "_bytes", bytes);
    report.put(name + "_us_per_frame", nanos / 1_000.0 / frames.size());
  }
}
