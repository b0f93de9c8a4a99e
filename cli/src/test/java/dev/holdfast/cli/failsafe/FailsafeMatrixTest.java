package dev.holdfast.cli.failsafe;

import static dev.holdfast.cli.failsafe.FailsafeRig.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.Installed;
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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A copy fails, there is no room to watch it, the CPU must not repair it, or cannot because it
/// does not see device memory: all [FailsafeCase]s on all devices, each with five moves of 2 MiB
/// out of device memory and five back, none of them waited for.
class FailsafeMatrixTest {
    private static final long MIB = 1 << 20;
    private static final int MOVES = 5;

    /// How many cases there are: what is named as not there is there to be counted.
    private static final int CASES = 3 * 16;

    private static FailsafeRig rig(FailsafeCase each, int seed, String... faults) throws Exception {
        Installed.require(each.device());
        return new FailsafeRig(
                each.device(), 3 * MIB, 32 * MIB, each.visibleMib() * MIB, seed, faults);
    }

    private static Stream<FailsafeCase> right() {
        return FailsafeCase.all().filter(each -> each.why().isEmpty() && !each.loses());
    }

    private static Stream<FailsafeCase> lost() {
        return FailsafeCase.all().filter(each -> each.why().isEmpty() && each.loses());
    }

    @Test
    void everyCaseIsPlayedOrIsNamedWithTheReason() {
        List<FailsafeCase> missing =
                FailsafeCase.all().filter(each -> each.why().isPresent()).toList();
        missing.forEach(each -> System.out.println(each + " is not played: " + each.why().get()));
        assertEquals(8, missing.size(), "the CPU sees none of OpenCL's device memory");
        assertEquals(CASES, right().count() + lost().count() + missing.size());
        assertEquals(4, lost().filter(each -> each.device().equals("opencl")).count());
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

    @ParameterizedTest
    @MethodSource("right")
    @Scenario(
            value = {"26", "A1", "A3", "41"},
            breaks = "a failed copy is published, watched or not, or repaired from half a copy")
    void whereItCanBeSavedTheContentIsRight(FailsafeCase each) throws Exception {
        try (var rig = rig(each, 1, each.faults())) {
            var client = rig.manager().client("one");
            BufferHandle moved = client.create("moved", 2 * MIB);
            BufferHandle other = rig.manager().client("two").create("other", 2 * MIB);
            moveBackAndForth(rig, moved, other).await().orThrow();
            assertEquals(0, FailsafeRig.wrongWords(moved, MOVES));
            assertEquals(0, FailsafeRig.wrongWords(other, MOVES - 1));
            var counters = rig.manager().counters();
            assertEquals(0, counters.get(Counter.COPIES_LOST));
            assertTrue(counters.get(Counter.EVICTIONS) >= 2 * MOVES, "they really moved");
            assertEquals(
                    each.copyFails(), counters.get(Counter.COPIES_REPAIRED_BY_HOST) >= 2 * MOVES);
            assertEquals(each.noRoom(), counters.get(Counter.MOVES_SEEN_THROUGH) >= 2 * MOVES);
        }
    }

    @ParameterizedTest
    @MethodSource("lost")
    @Scenario(
            value = {"26", "35", "A3", "A4"},
            breaks = "what is lost is shown, or costs others anything, or cannot be written again")
    void whereItCannotItIsLostByNameAndOnlyThat(FailsafeCase each) throws Exception {
        try (var rig = rig(each, 1, each.faults())) {
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

    /// The third way of repair, which is the only one where the CPU sees nothing.
    @ParameterizedTest
    @ValueSource(strings = {"soft", "soft-flat", "opencl"})
    @Scenario(
            value = {"26", "A1", "41"},
            breaks =
                    "what the CPU does not see is lost at the first copy that fails, or half right")
    void whatFailsNowAndThenIsCopiedByAnotherQueueWhereTheCpuSeesNothing(String device)
            throws Exception {
        var unseen = new FailsafeCase(device, true, false, false, 0);
        long repaired = 0;
        for (int seed = 1; seed <= 3; seed++) {
            String[] faults = {
                "copy-in:fail@30%", "copy-out:fail@30%", "clear:fail@30%", "bookkeeping:fail@30%"
            };
            try (var rig = rig(unseen, seed, faults)) {
                BufferHandle moved = rig.manager().client("one").create("moved", 2 * MIB);
                BufferHandle other = rig.manager().client("two").create("other", 2 * MIB);
                moveBackAndForth(rig, moved, other).await().orThrow();
                assertEquals(0, FailsafeRig.wrongWords(moved, MOVES));
                assertEquals(0, FailsafeRig.wrongWords(other, MOVES - 1));
                var counters = rig.manager().counters();
                assertEquals(0, counters.get(Counter.COPIES_LOST));
                assertEquals(0, counters.get(Counter.COPIES_REPAIRED_BY_HOST));
                repaired += counters.get(Counter.COPIES_REPAIRED_BY_QUEUE);
            }
        }
        assertTrue(repaired > 0, "a copy in three fails");
    }
}
