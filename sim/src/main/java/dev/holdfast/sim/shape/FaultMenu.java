package dev.holdfast.sim.shape;

import dev.holdfast.device.Device;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.faulty.FaultyDevice;
import java.util.ArrayList;
import java.util.List;

/// What can go wrong: families of faults, of which an episode takes some.
///
/// @param families each a list of SPECs from the mildest to the worst
public record FaultMenu(List<List<String>> families) {
    private static final List<List<String>> ALL =
            List.of(
                    List.of(
                            "copy-in:fail@2%",
                            "copy-in:fail@10%", "copy-in:fail@40%", "copy-in:fail@90%"),
                    List.of(
                            "copy-out:fail@2%",
                            "copy-out:fail@10%", "copy-out:fail@40%", "copy-out:fail@90%"),
                    List.of("clear:fail@5%", "clear:fail@20%", "clear:fail@60%", "clear:fail@95%"),
                    List.of("copy-in:delay=20us@5%", "copy-in:delay=200us@20%"),
                    List.of("copy-out:delay=20us@5%", "copy-out:delay=200us@20%"),
                    List.of("host-copy:forbid@10%", "host-copy:forbid@always"),
                    List.of("bookkeeping:fail@5%", "bookkeeping:fail@30%"),
                    List.of("kernel:fail@2%", "kernel:fail@10%"),
                    List.of("kernel:hang@1%", "kernel:hang@4%"),
                    List.of("copy-in:hang@1%", "copy-in:hang@3%"),
                    List.of("copy-out:hang@1%", "copy-out:hang@3%"),
                    List.of("kernel:linger@1%", "kernel:linger@3%"),
                    List.of("copy-in:linger@1%", "copy-in:linger@3%"),
                    List.of("copy-out:linger@1%", "copy-out:linger@3%"),
                    List.of("copy-in:reorder@10%", "copy-in:reorder@50%"),
                    List.of("copy-out:reorder@10%", "copy-out:reorder@50%"),
                    List.of("kernel:reorder@10%", "kernel:reorder@50%"),
                    List.of("device:lose@#40", "device:lose@#200", "device:lose@#1000"));

    /// What a decorator over `device` can do, of all there is.
    public static FaultMenu of(Device device, dev.holdfast.device.Workers workers) {
        List<List<String>> families = new ArrayList<>();
        for (List<String> family : ALL) {
            List<String> able =
                    family.stream().filter(spec -> isSupported(spec, device, workers)).toList();
            if (!able.isEmpty()) {
                families.add(able);
            }
        }
        return new FaultMenu(List.copyOf(families));
    }

    /// Those by which something hangs.
    public List<String> hangs() {
        return those(":hang");
    }

    /// Those by which the device is lost.
    public List<String> losses() {
        return those(":lose");
    }

    private List<String> those(String action) {
        return families.stream()
                .flatMap(List::stream)
                .filter(spec -> spec.contains(action))
                .toList();
    }

    private static boolean isSupported(
            String spec, Device device, dev.holdfast.device.Workers workers) {
        try {
            FaultPlan plan = FaultPlan.of(0, List.of(FaultSpec.parse(spec)));
            return !new FaultyDevice(device, plan, workers).heaps().isEmpty();
        } catch (IllegalArgumentException cannot) {
            return false;
        }
    }
}
