package dev.devtail.kit.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.OptionalLong;

/** The JVM's ZGC, whose soft limit can be set while it runs. */
final class ZCollector {

  private static final String SOFT_LIMIT = "SoftMaxHeapSize";

  private final HotSpotDiagnosticMXBean jvm;
  private final List<GarbageCollectorMXBean> cycles;

  private ZCollector(HotSpotDiagnosticMXBean jvm, List<GarbageCollectorMXBean> cycles) {
    this.jvm = jvm;
    this.cycles = List.copyOf(cycles);
  }

  static ZCollector ofProcess() {
    return new ZCollector(
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class),
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(bean -> bean.getName().startsWith("ZGC") && bean.getName().endsWith("Cycles"))
            .toList());
  }

  /** In bytes; empty for other collectors, which have none. */
  OptionalLong softLimit() {
    return cycles.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(jvm.getVMOption(SOFT_LIMIT).getValue()));
  }

  /** Three quarters of the hard limit: the rest is for what is allocated during a collection. */
  long roomyLimit() {
    return Runtime.getRuntime().maxMemory() / 4 * 3;
  }

  long collections() {
    return cycles.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
  }

  void limit(long bytes) {
    jvm.setVMOption(SOFT_LIMIT, Long.toString(bytes));
  }
}
