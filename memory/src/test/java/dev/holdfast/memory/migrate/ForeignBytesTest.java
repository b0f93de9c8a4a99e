package dev.holdfast.memory.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Onlooker;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Memory is full of somebody else's bytes. Whatever an attacker tries, and whatever fails on the
/// way: it sees its own bytes, or zeros, or nothing (P1).
class ForeignBytesTest {
    private static final int KIB = 1 << 10;

    private static Rig rig(long visibleBytes) {
        var device = ManualDevice.poisoned(64 * KIB, 64 * KIB, visibleBytes);
        return new Rig(device, MemoryOptions.defaults().withChunkBytes(8 * KIB));
    }

    private static BufferHandle attacked(Rig rig, long sizeBytes) {
        return rig.manager().client("attacker").create("attacked", sizeBytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 1000, 4096, 8 * KIB - 8, 8 * KIB, 8 * KIB + 8, 64 * KIB})
    @Scenario(
            value = {"E1", "A7"},
            breaks = "Migrator.clear is left out where nothing is copied in")
    void everyNewObjectReadsAsZeros(long sizeBytes) throws Exception {
        try (var rig = rig(64 * KIB)) {
            var onlooker = new Onlooker(rig);
            var byKernel = attacked(rig, sizeBytes);
            rig.submit(byKernel, onlooker.looksAt(byKernel));
            rig.submit(byKernel, onlooker.pretendsToOverwrite(byKernel));
            rig.settle();
            byKernel.close();
            var byMap = attacked(rig, sizeBytes);
            assertMapsZeros(rig, byMap, Access.READ);
            byMap.close();
            assertMapsZeros(rig, attacked(rig, sizeBytes), Access.OVERWRITE);
            assertEquals(List.of(0L), onlooker.seen());
        }
    }

    private static void assertMapsZeros(Rig rig, BufferHandle handle, Access access)
            throws Exception {
        try (var mapping = rig.meanwhile(() -> handle.map(access)).orThrow()) {
            for (long at = 0; at < handle.sizeBytes(); at++) {
                assertEquals(0, mapping.segment().get(ValueLayout.JAVA_BYTE, at));
            }
        }
    }

    @Test
    @Scenario(
            value = {"E1", "A7"},
            breaks = "a clear or a copy stops at the object's size and leaves the granule's tail")
    void theTailOfTheLastGranuleIsOverwrittenToo() throws Exception {
        try (var rig = rig(64 * KIB)) {
            var onlooker = new Onlooker(rig);
            var cleared = attacked(rig, 1000);
            var lentContent = java.lang.foreign.Arena.ofAuto().allocate(1000);
            var client = rig.manager().client("lender");
            var lent = client.createFrom("lent", lentContent);
            rig.submit(cleared, onlooker.looksAt(cleared));
            rig.submit(lent, onlooker.looksAt(lent));
            while (rig.device().held(QueueKind.COMPUTE).isEmpty()) {
                rig.complete(QueueKind.COPY_IN);
            }
            assertSpaceIsZero(rig);
            rig.complete(QueueKind.COMPUTE);
            while (rig.device().held(QueueKind.COMPUTE).isEmpty()) {
                rig.complete(QueueKind.COPY_IN);
            }
            assertSpaceIsZero(rig);
            rig.settle();
        }
    }

    /// Everything bound for the kernel that may run now, slack included.
    private static void assertSpaceIsZero(Rig rig) {
        var launch = (Command.Launch) rig.device().held(QueueKind.COMPUTE).getFirst();
        for (var range : launch.arguments().getFirst().ranges()) {
            var bytes = rig.device().peek(range);
            for (long at = 0; at < bytes.byteSize(); at++) {
                assertEquals(0, bytes.get(ValueLayout.JAVA_BYTE, at), "byte " + at);
            }
        }
    }

    @Test
    @Scenario(
            value = {"27"},
            breaks = "the kernel waits for the device's clear and not for the published fence")
    void aFailedClearThatTheCpuCompletesShowsZeros() throws Exception {
        try (var rig = rig(64 * KIB)) {
            var onlooker = new Onlooker(rig);
            var object = attacked(rig, 64 * KIB);
            Fence looked = rig.submit(object, onlooker.looksAt(object));
            while (rig.device().failUntouched(QueueKind.COPY_IN)) {
                assertEquals(0, rig.device().held(QueueKind.COMPUTE).size(), "not before repair");
            }
            rig.settle();
            looked.status().orThrow();
            assertEquals(List.of(0L), onlooker.seen());
        }
    }

    @Test
    @Scenario(
            value = {"27", "35"},
            breaks = "a lost backing is bound, or its next reader is let through")
    void aClearThatCannotBeCompletedShowsNothing() throws Exception {
        try (var rig = rig(0)) {
            var onlooker = new Onlooker(rig);
            var object = attacked(rig, 64 * KIB);
            Fence looked = rig.submit(object, onlooker.looksAt(object));
            failCopies(rig);
            assertEquals(FaultKind.DEPENDENCY_FAILED, looked.fault().orElseThrow().kind());
            for (int again = 0; again < 3; again++) {
                assertInstanceOf(
                        SubmitOutcome.Refused.class,
                        object.client().trySubmit(onlooker.looksAt(object)));
                assertInstanceOf(
                        MapOutcome.Refused.class, rig.meanwhile(() -> object.map(Access.READ)));
            }
            assertEquals(List.of(), onlooker.seen());
            Fence pretended = rig.submit(object, onlooker.pretendsToOverwrite(object));
            rig.settle();
            pretended.status().orThrow();
            assertEquals(List.of(0L), onlooker.seen(), "cleared again, not taken as its own");
        }
    }

    private static void failCopies(Rig rig) {
        do {
            rig.workers().runUntilIdle();
        } while (rig.device().failUntouched(QueueKind.COPY_IN)
                || rig.device().failUntouched(QueueKind.COPY_OUT));
    }

    @Test
    @Scenario(
            value = {"27"},
            breaks = "space is tagged as the client's own before its clear has settled well")
    void closingAnObjectBeforeItsClearDoesNotLaunderTheSpace() throws Exception {
        try (var rig = rig(0)) {
            var onlooker = new Onlooker(rig);
            var first = attacked(rig, 64 * KIB);
            var client = first.client();
            Fence never = rig.submit(first, onlooker.looksAt(first));
            first.close();
            failCopies(rig);
            assertTrue(never.isFailed());
            var second = client.create("second", 64 * KIB);
            rig.submit(second, onlooker.pretendsToOverwrite(second));
            rig.settle();
            assertEquals(List.of(0L), onlooker.seen());
        }
    }

    @Test
    @Scenario(
            value = {"27", "35"},
            breaks = "a kernel runs although the copy of its object came to nothing")
    void aFailedCopyInShowsNothing() throws Exception {
        try (var rig = rig(0)) {
            var onlooker = new Onlooker(rig);
            var object = attacked(rig, 64 * KIB);
            var filler = rig.manager().client("victim").create("secret", 64 * KIB);
            try (var mapping = rig.meanwhile(() -> object.map(Access.OVERWRITE)).orThrow()) {
                mapping.segment().fill((byte) 0);
            }
            rig.submit(filler, rig.write(filler, 1L << 40));
            rig.settle();
            filler.close();
            Fence looked = rig.submit(object, onlooker.looksAt(object));
            failCopies(rig);
            assertTrue(looked.isFailed());
            assertEquals(List.of(), onlooker.seen());
            rig.submit(object, onlooker.looksAt(object));
            rig.settle();
            assertEquals(List.of(0L), onlooker.seen(), "the host still has it: a second try");
        }
    }

    @Test
    @Scenario(
            value = {"27", "C19"},
            breaks = "a closed victim's space is handed on with the victim's bytes in it")
    void theSpaceOfAClosedVictimShowsNothing() throws Exception {
        try (var rig = rig(64 * KIB)) {
            var onlooker = new Onlooker(rig);
            var victim = rig.manager().client("victim").create("secret", 64 * KIB);
            rig.submit(victim, rig.write(victim, 1L << 40));
            while (rig.device().complete(QueueKind.COPY_IN)) {
                rig.workers().runUntilIdle();
            }
            assertEquals(1, rig.device().held(QueueKind.COMPUTE).size());
            victim.close();
            var object = attacked(rig, 64 * KIB);
            Fence looked = rig.submit(object, onlooker.pretendsToOverwrite(object));
            rig.workers().runUntilIdle();
            assertEquals(0, rig.device().held(QueueKind.COPY_IN).size(), "the victim still runs");
            rig.settle();
            looked.status().orThrow();
            assertEquals(List.of(0L), onlooker.seen());
        }
    }

    @Test
    @Scenario(
            value = {"27", "E13"},
            breaks = "a borrower that says it overwrites is shown the owner's other old bytes")
    void aBorrowerSeesNothingOfTheOwnersOtherObjects() throws Exception {
        try (var rig = rig(64 * KIB)) {
            var onlooker = new Onlooker(rig);
            var owner = rig.manager().client("owner");
            var secret = owner.create("secret", 64 * KIB);
            rig.submit(secret, rig.write(secret, 1L << 40));
            rig.settle();
            secret.close();
            var shared = owner.create("shared", 64 * KIB);
            var borrower = rig.manager().client("borrower");
            var borrowed = shared.grantTo(borrower, Access.READ_WRITE);
            Fence looked = rig.submit(borrowed, onlooker.pretendsToOverwrite(borrowed));
            rig.settle();
            looked.status().orThrow();
            assertEquals(List.of(0L), onlooker.seen());
        }
    }

    @Test
    @Scenario(
            value = {"E1"},
            breaks = "the client's own old bytes are cleared although they are overwritten anyway")
    void ownSpaceOfPrivateObjectIsNotCleared() throws Exception {
        try (var rig = rig(64 * KIB)) {
            var client = rig.manager().client("owner");
            var first = client.createPrivate("first", 64 * KIB);
            rig.submit(first, rig.write(first, 5));
            rig.settle();
            long cleared = cleared(rig);
            first.close();
            var second = client.createPrivate("second", 64 * KIB);
            rig.submit(second, rig.write(second, 6));
            assertFalse(rig.device().held(QueueKind.COMPUTE).isEmpty(), "nothing to wait for");
            assertEquals(cleared, cleared(rig));
            second.close();
            var third = client.createPrivate("third", 64 * KIB);
            rig.submit(third, rig.check(third, -1));
            rig.settle();
            assertEquals(cleared + 64 * KIB, cleared(rig), "a reader gets zeros all the same");
        }
    }

    private static long cleared(Rig rig) {
        return rig.count(dev.holdfast.memory.recorder.Counters.Counter.BYTES_CLEARED);
    }
}
