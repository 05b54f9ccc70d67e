package dev.devtail.terminal.pty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.loop.EventLoops;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.Program;
import dev.devtail.terminal.domain.Pty;
import dev.devtail.terminal.domain.PtyHost;
import dev.devtail.terminal.domain.TerminalLoop;
import dev.devtail.terminal.domain.TerminalSignal;
import dev.devtail.terminal.domain.WindowSize;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real programs under real PTYs. */
@EnabledOnOs(OS.LINUX)
class LinuxPtyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final EventLoops LOOPS = new EventLoops(2);
  private static final LinuxPtyHost HOST = new LinuxPtyHost(LOOPS);
  private static final Path SHELL = Path.of("/bin/sh");

  @AfterAll
  static void stop() {
    LOOPS.close();
  }

  /** A started program, everything it says written down. */
  private static class Running implements Pty.Listener {
    final TerminalLoop loop;
    final Pty pty;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    volatile @Nullable Exit exit;
    volatile boolean drained;
    final AtomicInteger writable = new AtomicInteger();
    volatile Consumer<Pty> onWritable = pty -> {};

    Running(String script, WindowSize size) {
      PtyHost.Seat seat = HOST.seat();
      loop = seat.loop();
      Map<String, String> environment = Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C");
      pty =
          seat.spawn(
              new Program(SHELL, List.of("sh", "-c", script), Path.of("/"), environment), size);
      loop.execute(() -> pty.start(this));
    }

    Running(String script) {
      this(script, new WindowSize(80, 24));
    }

    @Override
    public void onOutput(byte[] buffer, int length) {
      synchronized (output) {
        output.write(buffer, 0, length);
      }
    }

    @Override
    public void onWritable() {
      writable.incrementAndGet();
      onWritable.accept(pty);
    }

    @Override
    public void onDrained() {
      drained = true;
    }

    @Override
    public void onExit(Exit how) {
      exit = how;
    }

    byte[] output() {
      synchronized (output) {
        return output.toByteArray();
      }
    }

    String text() {
      return new String(output(), StandardCharsets.ISO_8859_1);
    }

    void awaitText(String expected) {
      awaitThat(() -> text().contains(expected));
    }

    void awaitEnd() {
      awaitThat(() -> exit != null && drained);
      on(Pty::close);
    }

    void on(Consumer<Pty> action) {
      CompletableFuture.runAsync(() -> action.accept(pty), loop::execute).join();
    }

    boolean busy() {
      return CompletableFuture.supplyAsync(pty::isBusy, loop::execute).join();
    }

    void type(byte[] bytes) {
      on(p -> assertThat(p.write(bytes, 0, bytes.length)).isEqualTo(bytes.length));
    }
  }

  private static void awaitThat(BooleanSupplier condition) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .until(() -> condition.getAsBoolean());
  }

  @Test
  void echoes() {
    Running cat = new Running("exec cat");
    cat.type("hello\n".getBytes(StandardCharsets.US_ASCII));
    cat.awaitText("hello\r\nhello\r\n");
    cat.on(Pty::kill);
    cat.awaitEnd();
    assertThat(cat.exit).isEqualTo(Exit.ofSignal(9));
  }

  @Test
  void everyByteValuePassesBothWays() {
    byte[] all = new byte[1024];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i % 3 == 0 ? 0xFF : i);
    }
    Running cat = new Running("stty raw -echo; printf ready; exec cat");
    cat.awaitText("ready");
    cat.type(all);
    awaitThat(() -> cat.output().length >= all.length + 5);
    byte[] expected = new byte[all.length + 5];
    System.arraycopy("ready".getBytes(StandardCharsets.US_ASCII), 0, expected, 0, 5);
    System.arraycopy(all, 0, expected, 5, all.length);
    assertThat(cat.output()).isEqualTo(expected);
    cat.on(Pty::kill);
    cat.awaitEnd();
  }

  /** The system gives 8 KB away in pieces of at most 4. */
  @Test
  void muchThatIsThereIsHandedOnAtOnce() throws IOException {
    Path printed = Files.createTempFile("devtail-printed", ".txt");
    Files.delete(printed);
    List<Integer> lengths = new ArrayList<>();
    Running program =
        new Running(
            "stty -echo; printf go; read x; head -c 8000 /dev/zero | tr '\\0' x; mkdir "
                + printed
                + "; read y") {
          @Override
          public void onOutput(byte[] buffer, int length) {
            lengths.add(length);
            super.onOutput(buffer, length);
          }
        };
    try {
      program.awaitText("go");
      program.on(pty -> pty.setReading(false));
      program.type("\n".getBytes(StandardCharsets.US_ASCII));
      awaitThat(() -> Files.exists(printed));
      program.on(
          pty -> {
            lengths.clear();
            pty.setReading(true);
          });
      awaitThat(() -> program.output().length == "go".length() + 8000);
      program.on(pty -> assertThat(lengths).containsExactly(8000));
      program.on(Pty::kill);
      program.awaitEnd();
    } finally {
      Files.deleteIfExists(printed);
    }
  }

  private static final byte[] PASTE =
      IntStream.range(0, 20_000)
          .mapToObj(line -> "pasted line " + line + " of many\n")
          .collect(Collectors.joining())
          .getBytes(StandardCharsets.US_ASCII);

  /** Pastes as fast as it is taken. */
  private static void paste(Running program, byte[] text) {
    int[] sent = new int[1];
    Consumer<Pty> push = pty -> sent[0] += pty.write(text, sent[0], text.length - sent[0]);
    program.onWritable = push;
    program.on(push);
  }

  /** More than the system takes at once, line by line into a program that has each echoed. */
  @Test
  void aLongPasteArrivesWholeAndSoDoesItsEcho() throws Exception {
    Path file = Files.createTempFile("devtail-paste", ".txt");
    Running cat = new Running("printf go; exec cat > " + file);
    cat.awaitText("go");
    paste(cat, PASTE);
    awaitThat(() -> cat.text().endsWith("line 19999 of many\r\n"));
    cat.type(new byte[] {4});
    cat.awaitEnd();
    assertThat(file).hasBinaryContent(PASTE);
    Files.delete(file);
    assertThat(cat.text()).isEqualTo("go" + asEchoed(PASTE));
  }

  private static String asEchoed(byte[] text) {
    return new String(text, StandardCharsets.US_ASCII).replace("\n", "\r\n");
  }

  /** Its echo would be dropped by the system; keys and Ctrl-C get through all the same. */
  @Test
  void aPasteWaitsWhileTheOutputDoes() {
    Running cat = new Running("printf go; exec cat > /dev/null");
    cat.awaitText("go");
    cat.on(pty -> pty.setReading(false));
    paste(cat, PASTE);
    cat.on(pty -> assertThat(pty.write(PASTE, 0, PASTE.length)).isZero());
    cat.on(pty -> assertThat(cat.writable).hasValue(0));
    cat.on(pty -> pty.setReading(true));
    awaitThat(() -> cat.text().endsWith("line 19999 of many\r\n"));
    assertThat(cat.text()).isEqualTo("go" + asEchoed(PASTE));
    cat.on(Pty::kill);
    cat.awaitEnd();
  }

  @Test
  void itsExitStatusIsTold() {
    Running quick = new Running("printf done; exit 7");
    quick.awaitEnd();
    assertThat(quick.exit).isEqualTo(Exit.ofCode(7));
    assertThat(quick.text()).isEqualTo("done");
  }

  @Test
  void theSignalThatKilledItIsTold() {
    Running suicidal = new Running("kill -TERM $$");
    suicidal.awaitEnd();
    assertThat(suicidal.exit).isEqualTo(Exit.ofSignal(15));
  }

  /** What the peers lose: everything of a program that ends at once. */
  @Test
  void allOutputOfAProgramThatEndsAtOnceComes() {
    for (int round = 0; round < 20; round++) {
      Running seq = new Running("stty -opost; seq 1 20000");
      seq.awaitEnd();
      String[] lines = seq.text().split("\n", -1);
      assertThat(lines).hasSize(20_001);
      assertThat(lines[19_999]).isEqualTo("20000");
    }
  }

  @Test
  void hasTheSizeItWasStartedWithAndEachLaterOne() {
    Running shell =
        new Running(
            "trap 'stty size; exit 0' WINCH; stty size; while :; do read x; done",
            new WindowSize(101, 41, 1010, 820));
    shell.awaitText("41 101");
    shell.on(pty -> pty.resize(new WindowSize(90, 30, 900, 600)));
    shell.awaitEnd();
    assertThat(shell.text()).contains("30 90");
    shell.on(pty -> pty.resize(new WindowSize(80, 24)));
  }

  @Test
  void pixelsAreSetToo() {
    // struct winsize, read by the program itself: TIOCGWINSZ is 0x5413.
    Running python =
        new Running(
            "python3 -c 'import fcntl,struct;"
                + "print(struct.unpack(\"4H\", fcntl.ioctl(0, 0x5413, bytes(8))))'"
                + " || perl -e 'ioctl(STDIN, 0x5413, $s=\"\\0\"x8);"
                + " print \"(\", join(\", \", unpack(\"S4\", $s)), \")\"'",
            new WindowSize(80, 24, 640, 480));
    python.awaitEnd();
    assertThat(python.text()).contains("(24, 80, 640, 480)");
  }

  @Test
  void signalsGoToTheForeground() {
    Running shell =
        new Running(
            "trap 'printf int' INT; trap 'printf term; exit 3' TERM;"
                + " printf ready; while :; do sleep 0.05; done");
    shell.awaitText("ready");
    shell.on(pty -> pty.signal(TerminalSignal.INT));
    shell.awaitText("int");
    shell.on(pty -> pty.signal(TerminalSignal.TERM));
    shell.awaitEnd();
    assertThat(shell.exit).isEqualTo(Exit.ofCode(3));
    shell.on(pty -> pty.signal(TerminalSignal.INT));
  }

  @Test
  void everySignalHasItsNumber() {
    Map<TerminalSignal, Integer> numbers =
        Map.of(
            TerminalSignal.HUP, 1,
            TerminalSignal.INT, 2,
            TerminalSignal.QUIT, 3,
            TerminalSignal.KILL, 9,
            TerminalSignal.TERM, 15);
    for (TerminalSignal signal : TerminalSignal.values()) {
      Running sleep = new Running("ulimit -c 0; printf ready; exec sleep 1000");
      sleep.awaitText("ready");
      sleep.on(pty -> pty.signal(signal));
      sleep.awaitEnd();
      assertThat(sleep.exit).isEqualTo(Exit.ofSignal(numbers.getOrDefault(signal, -1)));
    }
  }

  @Test
  void itIsBusyWhileAnotherProgramIsInTheForeground() {
    Running shell = new Running("set -m; printf one; read x; sleep 1000");
    shell.awaitText("one");
    assertThat(shell.busy()).isFalse();
    shell.type(new byte[] {'\n'});
    awaitThat(shell::busy);
    shell.on(Pty::kill);
    shell.awaitEnd();
    assertThat(shell.busy()).isFalse();
  }

  @Test
  void childrenInTheBackgroundWriteOnAfterTheExit() {
    Running shell = new Running("trap '' HUP; (sleep 0.5; printf late) & printf early; exit 4");
    awaitThat(() -> shell.exit != null);
    assertThat(shell.exit).isEqualTo(Exit.ofCode(4));
    shell.awaitEnd();
    assertThat(shell.text()).isEqualTo("earlylate");
  }

  private static List<Integer> processes(int session) {
    try {
      return ProcessTable.ofSession(session);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void hangingUpAndKillingLeavesNoProcess() {
    // One that dies of the hang-up, one that ignores it, one in a process group of its own.
    Running shell =
        new Running(
            "set -m; sleep 1000 & sh -c 'trap \"\" HUP TERM; while :; do sleep 1; done' &"
                + " trap '' HUP; printf 'pid %d.' $$; while :; do sleep 1; done");
    shell.awaitText(".");
    int session = Integer.parseInt(shell.text().replaceAll("(?s).*pid (\\d+)\\..*", "$1"));
    awaitThat(() -> processes(session).size() >= 3);
    shell.on(Pty::hangUp);
    shell.on(Pty::kill);
    shell.awaitEnd();
    awaitThat(() -> processes(session).isEmpty());
    assertThat(shell.exit).isEqualTo(Exit.ofSignal(9));
  }

  @Test
  void aStoppedProgramIsHungUpToo() {
    Running shell = new Running("printf ready; kill -STOP $$; sleep 1000");
    shell.awaitText("ready");
    awaitThat(
        () -> {
          shell.on(Pty::hangUp);
          return shell.exit != null;
        });
    shell.awaitEnd();
    assertThat(shell.exit).isEqualTo(Exit.ofSignal(1));
  }

  @Test
  void afterClosingNothingIsToldAndTheProgramIsStillReaped() {
    Running sleep = new Running("trap '' HUP; printf 'pid %d.' $$; while :; do sleep 0.05; done");
    sleep.awaitText(".");
    int pid = Integer.parseInt(sleep.text().replaceAll("(?s).*pid (\\d+)\\..*", "$1"));
    sleep.on(Pty::close);
    sleep.on(Pty::close);
    sleep.on(pty -> pty.resize(new WindowSize(10, 10)));
    sleep.on(pty -> pty.signal(TerminalSignal.INT));
    sleep.on(pty -> pty.setReading(true));
    assertThat(sleep.busy()).isFalse();
    sleep.on(Pty::kill);
    awaitThat(() -> !new File("/proc/" + pid).exists());
    assertThat(sleep.exit).isNull();
    assertThat(sleep.drained).isFalse();
  }

  /** The program reads nothing at first: writes come up short, and go on when it reads. */
  @Test
  void whatAProgramDoesNotReadYetIsNotLost() throws Exception {
    byte[] input = new byte[3_000_000];
    new Random(42).nextBytes(input);
    Running reader =
        new Running(
            "stty raw -echo; printf ready; read x < /dev/null; sleep 0.3;"
                + " head -c "
                + input.length
                + " | sha1sum");
    reader.awaitText("ready");
    int[] written = new int[1];
    int[] refusals = new int[1];
    Consumer<Pty> go =
        pty -> {
          int taken = pty.write(input, written[0], input.length - written[0]);
          written[0] += taken;
          if (written[0] < input.length) {
            refusals[0]++;
          }
        };
    reader.onWritable = go;
    reader.on(go);
    reader.awaitEnd();
    assertThat(refusals[0]).isPositive();
    assertThat(reader.writable.get()).isPositive();
    String expected =
        HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-1").digest(input));
    assertThat(reader.text()).contains(expected);
  }

  @Test
  void aProgramThatIsNotReadWaits() {
    Running yes = new Running("exec yes");
    yes.awaitText("y\r\n");
    yes.on(pty -> pty.setReading(false));
    int before = yes.output().length;
    yes.on(pty -> {});
    yes.on(pty -> {});
    assertThat(yes.output().length).isEqualTo(before);
    yes.on(pty -> pty.setReading(true));
    awaitThat(() -> yes.output().length > before + 1_000_000);
    yes.on(Pty::kill);
    yes.awaitEnd();
  }

  @Test
  void whatIsTypedAfterTheEndGoesNowhere() {
    Running quick = new Running("exit 0");
    awaitThat(() -> quick.exit != null && quick.drained);
    quick.type(new byte[] {'x'});
    quick.on(Pty::close);
    quick.type(new byte[] {'x'});
  }

  @Test
  void aProgramThatCannotBeExecutedIsRefused() {
    Program none = new Program(Path.of("/no/such"), List.of("such"), Path.of("/"), Map.of());
    int descriptors = openDescriptors();
    assertThatThrownBy(() -> HOST.seat().spawn(none, new WindowSize(80, 24)))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.START_FAILED));
    assertThat(openDescriptors()).isLessThanOrEqualTo(descriptors);
  }

  /** A thread of a JVM has SIGQUIT blocked; a program that inherits that cannot be quit. */
  @Test
  void aProgramStartsWithNoSignalBlockedOrIgnored() {
    Running grep = new Running("exec grep -E 'SigBlk|SigIgn' /proc/self/status");
    grep.awaitEnd();
    assertThat(grep.text()).containsPattern("SigBlk:\\s+0{16}\\s");
  }

  @Test
  void aProgramOnALoopStaysOnIt() {
    TerminalLoop loop = HOST.seat().loop();
    boolean same =
        CompletableFuture.supplyAsync(() -> HOST.seat().loop().equals(loop), loop::execute).join();
    assertThat(same).isTrue();
    assertThat(loop.inLoop()).isFalse();
    CompletableFuture<Boolean> ran = new CompletableFuture<>();
    loop.schedule(Duration.ofMillis(1), () -> ran.complete(loop.inLoop()));
    assertThat(ran.orTimeout(60, TimeUnit.SECONDS).join()).isTrue();
    loop.schedule(Duration.ofDays(1), () -> {}).cancel();
  }

  @Test
  void aSystemCallThatFailsSaysWhich() {
    assertThatThrownBy(() -> Libc.foregroundGroup(-1))
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("ioctl failed with errno 9");
  }

  private static int openDescriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? -1 : names.length;
  }

  @Test
  void twoHundredThatComeAndGoLeaveNothingBehind() throws Exception {
    Running warm = new Running("exit 0");
    warm.awaitEnd();
    int descriptors = openDescriptors();
    List<Running> all = new ArrayList<>();
    int threads = Thread.activeCount();
    try (var spawners = Executors.newFixedThreadPool(4)) {
      List<Future<Running>> starting = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        starting.add(
            spawners.submit(
                () ->
                    new Running(
                        number % 2 == 0
                            ? "printf 'number %d' " + number
                            : "printf 'number %d' " + number + "; read x; exit 0")));
      }
      for (Future<Running> running : starting) {
        all.add(running.get());
      }
      for (int i = 1; i < 200; i += 2) {
        all.get(i).awaitText("number " + i);
      }
      assertThat(Thread.activeCount()).isLessThan(threads + 20);
    }
    for (int i = 0; i < 200; i++) {
      Running running = all.get(i);
      if (i % 2 == 1) {
        running.type(new byte[] {'\n'});
      }
      running.awaitEnd();
      assertThat(running.text()).startsWith("number " + i);
      assertThat(running.exit).isEqualTo(Exit.ofCode(0));
    }
    awaitThat(() -> openDescriptors() <= descriptors);
  }

  /** Types the next key for each echo, on the loop, and allocates nothing in doing so. */
  private static final class Ping implements Pty.Listener {
    private static final int WARM_UP = 30_000;
    private static final int MEASURED = 10_000;
    private static final int END = 100_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final byte[] key = {'k'};
    private final Pty pty;
    private int echoes;
    private long before;
    private long least = Long.MAX_VALUE;
    final CompletableFuture<Long> allocated = new CompletableFuture<>();

    Ping(Pty pty) {
      this.pty = pty;
    }

    @Override
    public void onOutput(byte[] buffer, int length) {
      if (echoes++ % MEASURED == 0) {
        long now = threads.getCurrentThreadAllocatedBytes();
        if (echoes > WARM_UP) {
          least = Math.min(least, now - before);
        }
        before = threads.getCurrentThreadAllocatedBytes();
        if (echoes > END) {
          allocated.complete(least);
          return;
        }
      }
      pty.write(key, 0, 1);
    }

    @Override
    public void onWritable() {}

    @Override
    public void onDrained() {}

    @Override
    public void onExit(Exit exit) {}
  }

  /** Less than the smallest object in a hundred keys. */
  @Test
  void aKeyAndItsEchoAllocateNothing() {
    PtyHost.Seat seat = HOST.seat();
    Program program =
        new Program(
            SHELL,
            List.of("sh", "-c", "stty raw -echo; printf k; exec cat"),
            Path.of("/"),
            Map.of("PATH", "/usr/bin:/bin"));
    Pty pty = seat.spawn(program, new WindowSize(80, 24));
    Ping ping = new Ping(pty);
    seat.loop().execute(() -> pty.start(ping));
    long bytes = ping.allocated.orTimeout(120, TimeUnit.SECONDS).join();
    seat.loop().execute(pty::kill);
    seat.loop().execute(pty::close);
    System.out.printf("PTY I/O %.3f bytes allocated per key%n", bytes / (double) Ping.MEASURED);
    assertThat(bytes / (double) Ping.MEASURED).isLessThan(0.16);
  }
}
