package dev.holdfast.memory.residency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A swap between two full regions: through the headroom, or refused with nothing changed.
class SwapTest {
    private static final int KIB = 1 << 10;
    private static final int EACH = 16 * KIB;

    /// Device memory for four, host memory for four; `headroom` of the latter kept free.
    private static Rig rig(long headroom) {
        return new Rig(
                new ManualDevice(4 * EACH, 4 * EACH, 0),
                MemoryOptions.defaults().withHeadroomBytes(headroom));
    }

    private static List<BufferHandle> written(Rig rig, int count) {
        var client = rig.manager().client("a");
        List<BufferHandle> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferHandle handle = client.create("object " + i, EACH);
            rig.submit(handle, rig.write(handle, 1000L * i));
            handles.add(handle);
        }
        rig.settle();
        return handles;
    }

    private static long moved(Rig rig) {
        return rig.count(Counter.BYTES_TO_DEVICE) + rig.count(Counter.BYTES_TO_HOST);
    }

    private static void holds(Rig rig, BufferHandle handle, long value) {
        Fence checked = rig.submit(handle, rig.check(handle, value));
        rig.settle();
        checked.status().orThrow();
    }

    private static void assertRefused(BufferHandle handle, Work work) {
        var refused =
                assertInstanceOf(SubmitOutcome.Refused.class, handle.client().trySubmit(work));
        assertInstanceOf(Refusal.NoSpace.class, refused.reason());
    }

    @Test
    @Scenario(
            value = {"A14"},
            breaks = "the headroom is not given to the victim, or is not taken back from the host")
    void withHeadroomTwoFullRegionsSwap() throws Exception {
        try (var rig = rig(EACH)) {
            List<BufferHandle> all = written(rig, 7);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < all.size(); i++) {
                    long value = 1000L * i + round;
                    long before = moved(rig);
                    Fence bumped = rig.submit(all.get(i), rig.bump(all.get(i), value));
                    rig.settle();
                    bumped.status().orThrow();
                    assertEquals(before + 2 * EACH, moved(rig), "one out, one in");
                    assertEquals(EACH, rig.manager().hostUsage().freeBytes(), "headroom again");
                    assertEquals(List.of(), rig.manager().audit(true));
                }
            }
            assertEquals(0, rig.count(Counter.REFUSALS));
        }
    }

    @Test
    @Scenario(
            value = {"A14", "40"},
            breaks = "a plan that ends with less headroom than before is carried out")
    void whatWouldUseTheHeadroomUpIsRefusedAndChangesNothing() throws Exception {
        try (var rig = rig(EACH)) {
            List<BufferHandle> all = written(rig, 7);
            var device = rig.manager().deviceUsage();
            var host = rig.manager().hostUsage();
            long evictions = rig.count(Counter.EVICTIONS);
            BufferHandle eighth = all.getFirst().client().create("eighth", EACH);
            assertRefused(eighth, rig.write(eighth, 5));
            assertEquals(device, rig.manager().deviceUsage());
            assertEquals(host, rig.manager().hostUsage());
            assertEquals(evictions, rig.count(Counter.EVICTIONS));
            for (int i = 0; i < all.size(); i++) {
                holds(rig, all.get(i), 1000L * i);
            }
        }
    }

    @Test
    @Scenario(
            value = {"C5", "40"},
            breaks = "a write-back without room on the host goes ahead, or half of the plan does")
    void withoutHeadroomTwoFullRegionsDoNotSwap() throws Exception {
        try (var rig = rig(0)) {
            List<BufferHandle> all = written(rig, 8);
            var device = rig.manager().deviceUsage();
            assertRefused(all.getFirst(), rig.bump(all.getFirst(), 0));
            assertEquals(device, rig.manager().deviceUsage());
            for (int i = 4; i < 8; i++) {
                holds(rig, all.get(i), 1000L * i);
            }
            all.get(7).close();
            holds(rig, all.getFirst(), 0);
        }
    }

    @Test
    @Scenario(
            value = {"A14"},
            breaks = "a clean copy on the host is kept although the headroom is needed")
    void cleanCopiesGiveWayToTheHeadroom() throws Exception {
        try (var rig = rig(EACH)) {
            List<BufferHandle> all = written(rig, 6);
            // one and two come back with room to spare: their bytes are in both regions
            holds(rig, all.get(0), 0);
            holds(rig, all.get(1), 1000);
            for (int i = 0; i < all.size(); i++) {
                holds(rig, all.get(i), 1000L * i);
            }
            BufferHandle seventh = all.getFirst().client().create("seventh", EACH);
            rig.submit(seventh, rig.write(seventh, 6000));
            holds(rig, seventh, 6000);
            for (int i = 0; i < all.size(); i++) {
                holds(rig, all.get(i), 1000L * i);
            }
        }
    }

    @Test
    @Scenario(
            value = {"40"},
            breaks = "the first object of a submission is moved before the last was found room")
    void aSubmissionThatCannotHaveAllItsObjectsGetsNone() throws Exception {
        try (var rig = rig(0)) {
            List<BufferHandle> all = written(rig, 5);
            long moved = moved(rig);
            Work five = rig.write(all.getFirst(), 9);
            all.subList(1, 5).forEach(five::reads);
            var refused =
                    assertInstanceOf(
                            SubmitOutcome.Refused.class, all.getFirst().client().trySubmit(five));
            assertEquals(new Refusal.NeverFits("device", 5L * EACH, 4L * EACH), refused.reason());
            try (var pin = all.get(4).pin().orThrow()) {
                assertEquals(true, pin != null);
                Work four = rig.write(all.getFirst(), 9);
                all.subList(1, 4).forEach(four::reads);
                assertRefused(all.getFirst(), four);
            }
            rig.settle();
            assertEquals(moved, moved(rig));
            holds(rig, all.getFirst(), 0);
        }
    }
}
