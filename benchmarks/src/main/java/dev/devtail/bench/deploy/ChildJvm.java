package dev.devtail.bench.deploy;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A service in a JVM of its own, with the flags it has in production. */
public final class ChildJvm implements AutoCloseable {

  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseZGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xms96m",
          "-Xmx384m",
          "-XX:SoftMaxHeapSize=96m");
  private static final Pattern PAUSE = Pattern.compile("Pause .* (\\d+\\.\\d+)ms");
  private static final long BYTES_PER_KIB = 1024;
  private static final long STOP_SECONDS = 15;

  private final String name;
  private final Path gcLog;
  private final Process process;

  private ChildJvm(String name, Path gcLog, Process process) {
    this.name = name;
    this.gcLog = gcLog;
    this.process = process;
  }

  /**
   * @param workDirectory where its logs go
   * @param environment added to this process's own; where secrets go
   */
  static ChildJvm start(
      String name,
      String mainClass,
      List<String> arguments,
      Map<String, String> environment,
      Path workDirectory) {
    Path gcLog = workDirectory.resolve(name + ".gc.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-Xlog:gc+phases:file=" + gcLog);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(workDirectory.resolve(name + ".log").toFile()));
    builder.environment().putAll(environment);
    try {
      return new ChildJvm(name, gcLog, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + name, e);
    }
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    waitFor();
  }

  private void waitFor() {
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroy();
    waitFor();
  }

  /** Bytes that its threads have allocated since it started. */
  public long allocatedBytes() {
    return ask(
        jvm ->
            (Long)
                jvm.getAttribute(
                    new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes"));
  }

  /** Bytes of heap that are live: those left after a collection. */
  public long liveHeapBytes() {
    return ask(
        jvm -> {
          ObjectName memory = new ObjectName("java.lang:type=Memory");
          jvm.invoke(memory, "gc", null, null);
          CompositeData usage = (CompositeData) jvm.getAttribute(memory, "HeapMemoryUsage");
          return (Long) usage.get("used");
        });
  }

  private interface Question {
    long ask(MBeanServerConnection jvm) throws IOException, JMException;
  }

  @SuppressWarnings("BanJNDI") // the address is our own child's, by the attach API
  private long ask(Question question) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
      String address;
      try {
        address = machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
      try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
        return question.ask(connector.getMBeanServerConnection());
      }
    } catch (IOException | AttachNotSupportedException | JMException e) {
      throw new IllegalStateException("Cannot look into " + name, e);
    }
  }

  /** Its memory in RAM as Linux counts it (VmRSS). */
  public long residentBytes() {
    return status("VmRSS") * BYTES_PER_KIB;
  }

  /** Its threads as Linux counts them, those of the virtual machine included. */
  public long threads() {
    return status("Threads");
  }

  private long status(String key) {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      String line = lines.filter(one -> one.startsWith(key + ":")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", ""));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look into " + name, e);
    }
  }

  /** Time on a processor that it has taken since it started, its children's not counted. */
  public Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Where its collector's log ends now, to ask for the pauses from here on. */
  public long gcLogPosition() {
    try {
      return Files.size(gcLog);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its longest pause since {@code position}, in microseconds; 0 if there was none. */
  public double longestPauseMicros(long position) {
    try {
      String log = Files.readString(gcLog);
      double longest = 0;
      Matcher pauses = PAUSE.matcher(log.substring((int) Math.min(position, log.length())));
      while (pauses.find()) {
        longest = Math.max(longest, Double.parseDouble(pauses.group(1)) * 1000);
      }
      return longest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
