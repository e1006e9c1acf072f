package city.emona.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process has used so far: CPU seconds (user and system, all threads) and peak resident
 * memory.
 */
public final class Usage {
  private Usage() {}

  public static double cpuSeconds() {
    var os = ManagementFactory.getOperatingSystemMXBean();
    return os instanceof com.sun.management.OperatingSystemMXBean sun
        ? sun.getProcessCpuTime() / 1e9
        : Double.NaN;
  }

  /** CPU seconds of this thread alone, for work that runs on it beside others. */
  public static double threadCpuSeconds() {
    var threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported()
        ? threads.getCurrentThreadCpuTime() / 1e9
        : Double.NaN;
  }

  /** Peak resident size from the kernel; the size of the heap where there is no such file. */
  public static double peakMemoryMb() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
      }
    } catch (IOException e) {
      return Runtime.getRuntime().totalMemory() / 1048576.0;
    }
    return Runtime.getRuntime().totalMemory() / 1048576.0;
  }
}
