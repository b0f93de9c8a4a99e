package dev.holdfast.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/// What the figures were measured on, and how busy it was.
///
/// @param processors how many the JVM may use
/// @param load the load average of the last minute; negative where nobody knows
/// @param maxHeapMebi how large the heap may grow
/// @param runtime which JVM
/// @param system which operating system and architecture
record Machine(int processors, double load, long maxHeapMebi, String runtime, String system) {
    /// As it is now.
    static Machine now() {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                runtime.availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                runtime.maxMemory() >> 20,
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    /// True if others want the processors as well, so that intervals will be wide.
    boolean isBusy() {
        return load > processors / 2.0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d processors, load %.2f%s, heap up to %d MiB, %s, %s",
                processors,
                load,
                isBusy() ? " (busy: expect wide intervals)" : "",
                maxHeapMebi,
                runtime,
                system);
    }
}
