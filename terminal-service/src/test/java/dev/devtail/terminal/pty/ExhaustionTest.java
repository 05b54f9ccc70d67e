package dev.devtail.terminal.pty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.Program;
import dev.devtail.terminal.domain.Pty;
import dev.devtail.terminal.domain.PtyHost;
import dev.devtail.terminal.domain.TerminalLoop;
import dev.devtail.terminal.domain.WindowSize;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.slf4j.LoggerFactory;

/**
 * What happens when the system has nothing left to give: in processes of their own, so that nobody
 * else goes short. Each prints what it saw and ends with status 0 if that was right.
 */
@EnabledOnOs(OS.LINUX)
class ExhaustionTest {

  private static final int MAX_DESCRIPTORS = 300;
  private static final int MAX_PTYS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A device directory of its own, with so many PTYs; then the arguments are run. */
  private static final String FEW_PTYS =
      """
      mount -t devpts -o newinstance,ptmxmode=0666,mode=620,max=%d devpts /dev/pts &&
      mount --bind /dev/pts/ptmx /dev/ptmx && exec "$@"\
      """
          .formatted(MAX_PTYS);

  /** Programs as the child starts them, with what they print. */
  private static final class Started implements Pty.Listener {
    private final TerminalLoop loop;
    private final Pty pty;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private volatile @Nullable Exit exit;
    private volatile boolean drained;

    Started(PtyHost host, String script) {
      PtyHost.Seat seat = host.seat();
      loop = seat.loop();
      pty =
          seat.spawn(
              new Program(Path.of("/bin/sh"), List.of("sh", "-c", script), Path.of("/"), Map.of()),
              new WindowSize(80, 24));
      loop.execute(() -> pty.start(this));
    }

    @Override
    public synchronized void onOutput(byte[] buffer, int length) {
      output.write(buffer, 0, length);
    }

    @Override
    public void onWritable() {}

    @Override
    public void onDrained() {
      drained = true;
    }

    @Override
    public void onExit(Exit how) {
      exit = how;
    }

    synchronized String text() {
      return output.toString(StandardCharsets.UTF_8);
    }

    void run(Runnable action) {
      CompletableFuture.runAsync(action, loop::execute).join();
    }

    /** Types a line, which comes back twice: from the system and from the program. */
    void proveAlive(String word) {
      byte[] line = (word + "\n").getBytes(StandardCharsets.UTF_8);
      run(() -> pty.write(line, 0, line.length));
      await().atMost(PATIENCE).until(() -> text().contains(word + "\r\n" + word));
    }

    void end() {
      run(pty::hangUp);
      await().atMost(PATIENCE).until(() -> exit != null && drained);
      run(pty::close);
    }
  }

  /** In the child. */
  static final class Child {

    private static final int BACKLOG = 3;

    private final EventLoops loops = new EventLoops(1);
    private final LinuxPtyHost host = new LinuxPtyHost(loops);

    private Child() {}

    public static void main(String[] arguments) throws IOException {
      Child child = new Child();
      child.loadWhatIsNeeded();
      if (arguments[0].equals("descriptors")) {
        child.withoutDescriptors();
      } else {
        child.withoutPtys();
      }
      System.exit(0);
    }

    /** A class that is first needed when no descriptor is left could not be loaded then. */
    private void loadWhatIsNeeded() {
      Started warm = new Started(host, "cat");
      warm.proveAlive("warm");
      warm.end();
      try {
        Libc.foregroundGroup(-1);
      } catch (SystemCallException expected) {
        System.out.println(new Fault(FaultCode.RESOURCE_EXHAUSTED, "warm " + expected).code());
      }
      LoggerFactory.getLogger(Child.class)
          .warn("warm cause={}", new IOException("warm").toString());
      require(new ArrayDeque<>(List.of(1)).removeLast() == 1, "the queue");
      require(new File("/dev/null").exists() && children() == 0, "the system");
    }

    private static int descriptors() {
      String[] names = new File("/proc/self/fd").list();
      return names == null ? -1 : names.length;
    }

    private static long children() {
      return ProcessHandle.current().children().count();
    }

    private void withoutDescriptors() throws IOException {
      int before = descriptors();
      Started running = new Started(host, "cat");
      running.proveAlive("before");
      Deque<FileInputStream> taken = takeAll();
      int refused = 0;
      Started next = null;
      while (next == null) {
        running.proveAlive("while" + refused);
        try {
          next = new Started(host, "cat");
        } catch (Fault fault) {
          System.out.println("refused " + fault.code() + " " + fault.getMessage());
          refused++;
          taken.removeLast().close();
        }
      }
      next.proveAlive("next");
      taken.addAll(takeAll());
      // Without one it ends as well.
      running.end();
      next.end();
      for (FileInputStream each : taken) {
        each.close();
      }
      require(refused >= 1, "refused at least once");
      await().atMost(PATIENCE).until(() -> descriptors() <= before);
      await().atMost(PATIENCE).until(() -> children() == 0);
      Started after = new Started(host, "cat");
      after.proveAlive("after");
      after.end();
    }

    private static Deque<FileInputStream> takeAll() {
      Deque<FileInputStream> taken = new ArrayDeque<>();
      try {
        while (true) {
          taken.add(new FileInputStream("/dev/null"));
        }
      } catch (IOException noneLeft) {
        return taken;
      }
    }

    private void withoutPtys() {
      int before = descriptors();
      List<Started> running = new ArrayList<>();
      for (int i = 0; i < MAX_PTYS; i++) {
        running.add(new Started(host, "cat"));
      }
      for (int i = 0; i < BACKLOG; i++) {
        try {
          running.add(new Started(host, "cat"));
          require(false, "nothing started beyond the limit");
        } catch (Fault fault) {
          System.out.println("refused " + fault.code() + " " + fault.getMessage());
        }
      }
      running.forEach(each -> each.proveAlive("while"));
      running.removeFirst().end();
      Started next = new Started(host, "cat");
      next.proveAlive("next");
      next.end();
      running.forEach(Started::end);
      await().atMost(PATIENCE).until(() -> descriptors() <= before);
      require(children() == 0, "no process left");
    }

    private static void require(boolean right, String what) {
      if (!right) {
        throw new AssertionError(what);
      }
    }
  }

  private static List<String> child(String what) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        System.getProperty("java.class.path"),
        Child.class.getName(),
        what);
  }

  /** Returns what it printed. */
  private static String run(List<String> limit, List<String> child) throws Exception {
    List<String> command = new ArrayList<>(limit);
    command.addAll(child);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  @Test
  void withoutDescriptorsAStartIsRefusedAndWhatRunsGoesOn() throws Exception {
    String limit = "--nofile=%1$d:%1$d".formatted(MAX_DESCRIPTORS);
    assertThat(run(List.of("prlimit", limit), child("descriptors")).lines())
        .filteredOn(line -> line.startsWith("refused"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("refused RESOURCE_EXHAUSTED"))
        .allMatch(line -> line.contains("open-files limit"));
  }

  @Test
  void withoutPtysAStartIsRefusedAndWhatRunsGoesOn() throws Exception {
    List<String> limit = List.of("unshare", "--mount", "sh", "-c", FEW_PTYS, "sh");
    if (new ProcessBuilder(List.of("unshare", "--mount", "sh", "-c", FEW_PTYS, "sh", "true"))
            .start()
            .waitFor()
        != 0) {
      String sentence = "PTYs were not used up: run as root, who may mount a devpts.";
      if (Boolean.getBoolean("devtail.strict")) {
        fail(sentence);
      }
      abort(sentence);
    }
    assertThat(run(limit, child("ptys")).lines())
        .filteredOn(line -> line.startsWith("refused"))
        .hasSize(Child.BACKLOG)
        .allMatch(line -> line.startsWith("refused RESOURCE_EXHAUSTED"))
        .allMatch(line -> line.contains("kernel.pty.max"));
  }
}
