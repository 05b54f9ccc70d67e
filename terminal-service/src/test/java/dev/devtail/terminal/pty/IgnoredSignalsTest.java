package dev.devtail.terminal.pty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.kit.loop.EventLoops;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.Program;
import dev.devtail.terminal.domain.Pty;
import dev.devtail.terminal.domain.PtyHost;
import dev.devtail.terminal.domain.WindowSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A service that was started by {@code nohup}, or in the background of a script. */
@EnabledOnOs(OS.LINUX)
class IgnoredSignalsTest {

  @Test
  void programsAreNotDeafToWhatTheServiceIgnores() throws Exception {
    Process service =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "trap '' HUP INT QUIT TERM PIPE TSTP CHLD; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Service.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(service.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    Matcher ignored = Pattern.compile("SigIgn:\\s+(\\p{XDigit}{16})").matcher(said);
    assertThat(ignored.find()).as(said).isTrue();
    // Those of real time are the C library's own.
    assertThat(Long.parseUnsignedLong(ignored.group(1), 16) & 0x7FFF_FFFF).isZero();
    assertThat(service.waitFor()).isZero();
  }

  /** Runs one program, and says what that says. */
  static final class Service implements Pty.Listener {

    private static final List<String> PROGRAM = List.of("grep", "SigIgn", "/proc/self/status");

    private final CountDownLatch ended = new CountDownLatch(2);

    private Service() {}

    public static void main(String[] arguments) throws InterruptedException {
      try (EventLoops loops = new EventLoops(1)) {
        PtyHost.Seat seat = new LinuxPtyHost(loops).seat();
        Pty pty =
            seat.spawn(
                new Program(
                    Path.of("/usr/bin/grep"), PROGRAM, Path.of("/"), Map.of("PATH", "/usr/bin")),
                new WindowSize(80, 24));
        Service service = new Service();
        seat.loop().execute(() -> pty.start(service));
        service.ended.await();
      }
    }

    @Override
    public void onOutput(byte[] buffer, int length) {
      System.out.print(new String(buffer, 0, length, StandardCharsets.US_ASCII));
      System.out.flush();
    }

    @Override
    public void onWritable() {
      // It types nothing.
    }

    @Override
    public void onDrained() {
      ended.countDown();
    }

    @Override
    public void onExit(Exit exit) {
      ended.countDown();
    }
  }
}
