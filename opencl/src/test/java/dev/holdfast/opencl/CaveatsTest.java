package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What a device is said not to do.
final class CaveatsTest {
    /// Breaks if a cut loop is not told, or if the kernel that counts is optimised away.
    @Test
    void loopsAreCountedOnThisDevice() {
        ClDevice device = Installed.require().devices().getFirst();
        OptionalInt cut = new LoopProbe().cutAfter(device);
        boolean cuts = device.platformName().equals("rusticl");
        assertEquals(cuts ? OptionalInt.of(65_535) : OptionalInt.empty(), cut);
    }

    @Test
    void whoCountsLessThanItWasAskedForCuts() {
        assertEquals(OptionalInt.of(65_535), LoopProbe.verdict(65_535));
        assertEquals(OptionalInt.empty(), LoopProbe.verdict(LoopProbe.ROUNDS));
    }

    @Test
    void deviceSaysWhatItsDriverCannotDo() {
        try (Workbench bench = new Workbench()) {
            String all = String.join("\n", bench.device.caveats());
            assertTrue(all.contains("no command can be stopped"), all);
            assertTrue(all.contains("is one range of at most"), all);
            ClDevice first = bench.session.device();
            var serial = Installed.with(first, first.limits(), new Calls(true));
            assertTrue(
                    Caveats.of(serial, first.limits().allocationBytes()).stream()
                            .anyMatch(each -> each.contains("one thread")));
        }
    }
}
