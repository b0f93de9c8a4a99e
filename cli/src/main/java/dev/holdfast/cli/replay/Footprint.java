package dev.holdfast.cli.replay;

import com.sun.management.OperatingSystemMXBean;
import dev.holdfast.cli.trace.TraceFigures;
import dev.holdfast.device.unit.Bytes;
import java.lang.management.ManagementFactory;

/// How much of this machine's memory a replay on the embedded device will touch. A trace at full
/// size may need tens of gigabytes, and the system ends whoever takes more than there is.
record Footprint(long neededBytes, long machineBytes) {
    static final String EMBEDDED = "soft";

    /// What a trace with these figures needs where there is so much device memory: what does not
    /// fit there is in host memory, and what is uploaded is there first.
    static Footprint of(TraceFigures figures, long deviceBytes) {
        long onDevice = Math.min(deviceBytes, figures.peakLiveBytes());
        long evicted = figures.peakLiveBytes() - onDevice;
        long needed = Bytes.sum(onDevice, Math.max(evicted, figures.initialBytes()));
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Footprint(needed, system.getTotalMemorySize());
    }

    /// Throws if that is more than the machine has.
    void check(String trace) throws InputException {
        if (neededBytes > machineBytes) {
            double factor = 0.5 * machineBytes / neededBytes;
            throw new InputException(
                    "%s takes %s of memory on the embedded device and this machine has %s: add"
                                    .formatted(
                                            trace,
                                            Bytes.format(neededBytes),
                                            Bytes.format(machineBytes))
                            + " --scale %.1g or so, or --dry-run".formatted(factor));
        }
    }
}
