package dev.holdfast.cli.failsafe;

import static dev.holdfast.cli.failsafe.FailsafeRig.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A copy fails, there is no room to watch it, the CPU must not repair it: all eight cases, each
/// with five moves of 2 MiB out of device memory and five back, none of them waited for.
///
/// | copy fails | no room | CPU forbidden | upstream | here |
/// |---|---|---|---|---|
/// | no | any | any | right | right |
/// | yes | no | no | right | right, and the outcome says who copied |
/// | yes | yes | no | right, after waiting | right, after waiting |
/// | yes | no | yes | -EIO, device given up | lost by name; siblings go on; revived by writing |
/// | yes | yes | yes | -EIO, nothing marked | the same as above |
@ParameterizedClass
@ValueSource(strings = {"soft", "soft-flat"})
class FailsafeMatrixTest {
    @Parameter private String device;

    private static final long MIB = 1 << 20;
    private static final int MOVES = 5;

    private static String[] faults(boolean copyFails, boolean noRoom, boolean cpuForbidden) {
        List<String> faults = new ArrayList<>();
        if (copyFails) {
            faults.add("copy-in:fail@always");
            faults.add("copy-out:fail@always");
        }
        if (noRoom) {
            faults.add("bookkeeping:fail@always");
        }
        if (cpuForbidden) {
            faults.add("host-copy:forbid@always");
        }
        return faults.toArray(String[]::new);
    }

    /// Five times: `other` is overwritten, for which `moved` must leave; `moved` comes back, is
    /// checked and changed. The answer is the last of its fences.
    private static Fence moveBackAndForth(FailsafeRig rig, BufferHandle moved, BufferHandle other)
            throws InterruptedException {
        Fence last = submit(moved, rig.write(moved, 0));
        for (int move = 0; move < MOVES; move++) {
            submit(other, rig.write(other, move));
            SubmitOutcome outcome = moved.client().submit(rig.bump(moved, move));
            if (!(outcome instanceof SubmitOutcome.Submitted submitted)) {
                return Fence.failed(refusal(outcome));
            }
            last = submitted.fence();
        }
        return last;
    }

    private static Fault refusal(SubmitOutcome outcome) {
        var refused = assertInstanceOf(SubmitOutcome.Refused.class, outcome);
        return assertInstanceOf(Refusal.ContentFault.class, refused.reason()).fault();
    }

    @ParameterizedTest(name = "copy fails {0}, no room {1}, CPU forbidden {2}, visible {3} MiB")
    @CsvSource({
        "false, false, false, 3", "false, false, true, 3",
        "false, true, false, 3", "false, true, true, 3",
        "true, false, false, 3", "true, true, false, 3",
        "false, false, false, 0", "false, true, true, 0"
    })
    @Scenario(
            value = {"26", "A1", "A3", "41"},
            breaks = "a failed copy is published, watched or not, or repaired from half a copy")
    void inSixCasesTheContentIsRight(boolean fails, boolean noRoom, boolean forbidden, int visible)
            throws InterruptedException {
        try (var rig =
                new FailsafeRig(
                        device,
                        3 * MIB,
                        32 * MIB,
                        visible * MIB,
                        1,
                        faults(fails, noRoom, forbidden))) {
            var client = rig.manager().client("one");
            BufferHandle moved = client.create("moved", 2 * MIB);
            BufferHandle other = rig.manager().client("two").create("other", 2 * MIB);
            moveBackAndForth(rig, moved, other).await().orThrow();
            assertEquals(0, FailsafeRig.wrongWords(moved, MOVES));
            assertEquals(0, FailsafeRig.wrongWords(other, MOVES - 1));
            var counters = rig.manager().counters();
            assertEquals(0, counters.get(Counter.COPIES_LOST));
            assertTrue(counters.get(Counter.EVICTIONS) >= 2 * MOVES, "they really moved");
            assertEquals(fails, counters.get(Counter.COPIES_REPAIRED_BY_HOST) >= 2 * MOVES);
            assertEquals(noRoom, counters.get(Counter.MOVES_SEEN_THROUGH) >= 2 * MOVES);
        }
    }

    @ParameterizedTest(name = "no room {0}, CPU forbidden {1}, visible {2} MiB")
    @CsvSource({"false, true, 3", "true, true, 3", "false, false, 0", "true, false, 0"})
    @Scenario(
            value = {"26", "35", "A3", "A4"},
            breaks = "what is lost is shown, or costs others anything, or cannot be written again")
    void inTwoItIsLostByNameAndOnlyThat(boolean noRoom, boolean forbidden, int visible)
            throws InterruptedException {
        try (var rig =
                new FailsafeRig(
                        device,
                        3 * MIB,
                        32 * MIB,
                        visible * MIB,
                        1,
                        faults(true, noRoom, forbidden))) {
            BufferHandle sibling = rig.manager().client("sibling").create("sibling", MIB / 2);
            submit(sibling, rig.write(sibling, 7)).await().orThrow();
            var pin = sibling.pin().orThrow();
            BufferHandle moved = rig.manager().client("one").create("moved", 2 * MIB);
            BufferHandle other = rig.manager().client("two").create("other", 2 * MIB);

            Fence last = moveBackAndForth(rig, moved, other);
            var fault = last.await().fault().orElseThrow();
            assertEquals(FaultKind.COPY_FAILED, fault.root().kind(), fault::toString);
            assertTrue(rig.manager().counters().get(Counter.COPIES_LOST) > 0);
            moved.idle().await();
            refusal(moved.client().submit(rig.check(moved, MOVES)));
            assertInstanceOf(MapOutcome.Refused.class, moved.map(Access.READ));

            submit(sibling, rig.bump(sibling, 7)).await().orThrow();
            other.close();
            submit(moved, rig.write(moved, 9)).await().orThrow();
            submit(moved, rig.check(moved, 9)).await().orThrow();
            pin.close();
        }
    }
}
