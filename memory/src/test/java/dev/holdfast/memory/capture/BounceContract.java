package dev.holdfast.memory.capture;

import static dev.holdfast.device.QueueKind.COPY_OUT;
import static dev.holdfast.memory.capture.Captures.KIB;
import static dev.holdfast.memory.capture.Captures.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Captures of memory that the CPU does not see.
public interface BounceContract {
    /// A device of exactly so much memory. Of device memory the CPU sees the first half, while what
    /// is used first is the other; or nothing at all.
    ManualDevice halfSeen(long deviceBytes, long hostBytes);

    private Rig rig(long hostBytes) {
        return new Rig(
                halfSeen(128 * KIB, hostBytes),
                MemoryOptions.defaults().withCleanShare(0).withChunkBytes(4 * KIB));
    }

    private static boolean seesAny(Rig rig) {
        return rig.device().heaps().get(Device.DEVICE_HEAP).visibleBytes() > 0;
    }

    private static List<HeapRange> targets(Command command) {
        return ((Command.Copy) command).transfers().stream().map(Transfer::target).toList();
    }

    /// Three objects: one that the CPU does not see, one that it sees a part of, one that it sees;
    /// if it sees any.
    private static Work allThree(Rig rig, BufferHandle hidden, long value) {
        BufferHandle partly = hidden.client().create("partly", 72 * KIB);
        BufferHandle seen = hidden.client().create("seen", 16 * KIB);
        rig.submit(partly, rig.write(partly, value + 100_000));
        rig.submit(seen, rig.write(seen, value + 200_000));
        rig.settle();
        return Work.launch(rig.kernel())
                .reads(hidden)
                .captured()
                .reads(partly)
                .captured()
                .reads(seen)
                .captured();
    }

    @Test
    @Scenario(
            value = {"14", "J5", "J9"},
            breaks = "what the CPU sees of an object passes for the whole, or ends the capture")
    default void withoutRoomForCopiesWhatTheCpuDoesNotSeeIsNamedAndTheRestIsCaptured()
            throws Exception {
        try (var rig = rig(512 * KIB)) {
            BufferHandle hidden = Captures.written(rig, "hidden", 40 * KIB, 1);
            rig.submit(hidden, allThree(rig, hidden, 1));
            Captures.begin(rig);
            Capture capture = Captures.taken(rig);
            List<String> unseen =
                    seesAny(rig)
                            ? List.of("hidden", "partly")
                            : List.of("hidden", "partly", "seen");
            for (String name : unseen) {
                Contents.Missing missing = Captures.missing(Captures.object(capture, name));
                assertEquals(Contents.Why.UNREADABLE, missing.why());
                assertTrue(missing.note().contains("too small"), missing.note());
            }
            if (seesAny(rig)) {
                Captures.assertWords(Captures.object(capture, "seen"), 200_001);
            }
        }
    }

    @Test
    @Scenario(
            value = {"14", "J11"},
            breaks = "memory that the CPU does not see is given up instead of copied out")
    default void whatTheCpuDoesNotSeeComesByWayOfTheDevice() throws Exception {
        try (var rig = rig(8 * MIB)) {
            BufferHandle hidden = Captures.written(rig, "hidden", 40 * KIB, 1);
            rig.submit(hidden, allThree(rig, hidden, 1));
            assertEquals(128 * KIB, setAside(rig), "a sixty-fourth of host memory");
            Captures.begin(rig);
            rig.workers().runUntilIdle();
            assertEquals(1, rig.device().held(QueueKind.COMPUTE).size(), "the queue still hangs");
            copyOutAll(rig);
            Capture capture = Captures.taken(rig);
            Captures.assertWords(Captures.object(capture, "hidden"), 1);
            Captures.assertWords(Captures.object(capture, "partly"), 100_001);
            Captures.assertWords(Captures.object(capture, "seen"), 200_001);
        }
    }

    private static long setAside(Rig rig) {
        var usage = rig.manager().hostUsage();
        return usage.sizeBytes() - usage.freeBytes();
    }

    private static void copyOutAll(Rig rig) {
        do {
            rig.workers().runUntilIdle();
        } while (rig.device().complete(COPY_OUT));
    }

    @Test
    default void whatIsLargerThanTheBounceComesInPieces() throws Exception {
        try (var rig =
                new Rig(halfSeen(1 * MIB, 8 * MIB), MemoryOptions.defaults().withCleanShare(0))) {
            BufferHandle hidden = Captures.written(rig, "hidden", 300 * KIB + 8, 1);
            rig.submit(hidden, rig.bump(hidden, 1).captured());
            Captures.begin(rig);
            copyOutAll(rig);
            CapturedObject object = Captures.object(Captures.taken(rig), "hidden");
            Captures.assertWords(object, 1);
            assertEquals(3, Captures.present(object).chunks().size());
        }
    }

    @Test
    default void aCopyForACaptureGoesAheadOfEverythingQueued() throws Exception {
        try (var rig = rig(8 * MIB)) {
            BufferHandle victim = Captures.written(rig, "victim", 60 * KIB, 1);
            BufferHandle flagged = Captures.written(rig, "flagged", 4 * KIB, 7);
            rig.submit(flagged, rig.bump(flagged, 7).captured());
            BufferHandle large = rig.manager().client("large").create("large", 120 * KIB);
            rig.submit(large, rig.write(large, 3));
            assertEquals(4, rig.device().held(COPY_OUT).size(), "of 15 pieces that are ready");
            Captures.begin(rig);
            rig.workers().runUntilIdle();
            rig.complete(COPY_OUT);
            Command next = rig.device().held(COPY_OUT).getLast();
            assertEquals(Device.HOST_HEAP, targets(next).getFirst().heap());
            for (int i = 0; i < 4; i++) {
                rig.complete(COPY_OUT);
            }
            Captures.assertWords(Captures.object(Captures.taken(rig), "flagged"), 7);
            assertEquals(4, rig.device().held(COPY_OUT).size(), "the victim is still on its way");
            rig.settle();
            victim.close();
        }
    }

    @Test
    @Scenario(
            value = {"10", "15"},
            breaks = "a copy that is late is forgotten, and what it reads is handed on under it")
    default void aCopyThatIsLateIsNotWaitedForAndKeepsItsMemoryUntilItIsOver() throws Exception {
        try (var rig = rig(8 * MIB)) {
            BufferHandle hidden = Captures.written(rig, "hidden", 64 * KIB, 1);
            BufferHandle seen = hidden.client().create("seen", 16 * KIB);
            rig.submit(seen, rig.write(seen, 5));
            rig.settle();
            Work work = Work.launch(rig.kernel()).reads(hidden).captured();
            rig.submit(hidden, work.reads(seen).captured());
            List<HeapRange> place = Captures.placeOf(rig.device(), 0);
            Captures.failKernel(rig);
            rig.workers().runUntilIdle();
            assertTrue(rig.manager().takeCapture().isEmpty());
            rig.workers().advance(Duration.ofSeconds(1).toNanos());
            Capture capture = Captures.taken(rig);
            assertEquals(
                    Contents.Why.TIMED_OUT,
                    Captures.missing(Captures.object(capture, "hidden")).why());
            CapturedObject other = Captures.object(capture, "seen");
            if (seesAny(rig)) {
                Captures.assertWords(other, 5);
            } else {
                assertEquals(Contents.Why.UNREADABLE, Captures.missing(other).why());
            }

            hidden.client().close();
            BufferHandle next = rig.manager().client("b").create("next", 120 * KIB);
            Fence written = rig.submit(next, rig.write(next, 2));
            rig.workers().runUntilIdle();
            do {
                for (Command command : rig.device().held(QueueKind.COPY_IN)) {
                    List<HeapRange> cleared = ((Command.Fill) command).targets();
                    assertTrue(apart(cleared, place), "it is being read still");
                }
                rig.workers().runUntilIdle();
            } while (rig.device().complete(QueueKind.COPY_IN));
            assertFalse(written.isSettled());
            assertTrue(rig.manager().audit(true).toString().contains("a capture holds something"));
            rig.settle();
            written.status().orThrow();
            rig.meanwhile(() -> {
                rig.manager().awaitIdle();
                return null;
            });
            assertEquals(List.of(), rig.manager().audit(true));
        }
    }

    private static boolean apart(List<HeapRange> some, List<HeapRange> others) {
        return some.stream().noneMatch(one -> others.stream().anyMatch(one::overlaps));
    }

    @Test
    default void whileACopyIsLateTheNextCaptureDoesWithoutTheBounce() throws Exception {
        try (var rig = rig(8 * MIB)) {
            BufferHandle hidden = Captures.written(rig, "hidden", 64 * KIB, 1);
            rig.submit(hidden, rig.bump(hidden, 1).captured());
            Captures.begin(rig);
            rig.workers().runUntilIdle();
            rig.workers().advance(Duration.ofSeconds(1).toNanos());
            Captures.taken(rig);
            Captures.begin(rig);
            Contents.Missing missing =
                    Captures.missing(Captures.object(Captures.taken(rig), "hidden"));
            assertEquals(Contents.Why.UNREADABLE, missing.why());
            assertTrue(missing.note().contains("has not ended"), missing.note());
            copyOutAll(rig);
            Captures.begin(rig);
            copyOutAll(rig);
            Captures.assertWords(Captures.object(Captures.taken(rig), "hidden"), 1);
        }
    }

    @Test
    @Scenario(
            value = {"15", "J9"},
            breaks = "what a failed copy left behind passes for the object's bytes")
    default void aCopyThatFailsCostsItsObjectAndNothingElse() throws Exception {
        try (var rig = rig(8 * MIB)) {
            BufferHandle hidden = Captures.written(rig, "hidden", 40 * KIB, 1);
            rig.submit(hidden, allThree(rig, hidden, 1));
            Captures.begin(rig);
            rig.workers().runUntilIdle();
            assertTrue(rig.device().fail(COPY_OUT));
            copyOutAll(rig);
            Capture capture = Captures.taken(rig);
            assertEquals(
                    Contents.Why.UNREADABLE,
                    Captures.missing(Captures.object(capture, "hidden")).why());
            Captures.assertWords(Captures.object(capture, "partly"), 100_001);
            Captures.assertWords(Captures.object(capture, "seen"), 200_001);
        }
    }

    @Test
    default void afterACopyThatWasNotStoppedThereIsNoBounceAnyMore() throws Exception {
        try (var rig = rig(8 * MIB)) {
            BufferHandle hidden = Captures.written(rig, "hidden", 40 * KIB, 1);
            rig.submit(hidden, rig.bump(hidden, 1).captured());
            Captures.begin(rig);
            rig.workers().runUntilIdle();
            assertTrue(rig.device().abandon(COPY_OUT));
            Captures.taken(rig);
            Captures.begin(rig);
            rig.workers().runUntilIdle();
            rig.device().linger();
            Contents.Missing missing =
                    Captures.missing(Captures.object(Captures.taken(rig), "hidden"));
            assertTrue(missing.note().contains("not stopped"), missing.note());
            assertEquals(2, rig.count(Counter.CAPTURES));
        }
    }

    @Test
    default void theCopiesOfACaptureAreNotCountedAsMoves() throws Exception {
        try (var rig = rig(8 * MIB)) {
            BufferHandle hidden = Captures.written(rig, "hidden", 40 * KIB, 1);
            rig.submit(hidden, rig.bump(hidden, 1).captured());
            assertInstanceOf(CaptureOutcome.Begun.class, rig.manager().capture());
            copyOutAll(rig);
            Captures.taken(rig);
            assertEquals(0, rig.count(Counter.BYTES_TO_HOST));
        }
    }

    @Test
    @Scenario(
            value = {"I1", "I11"},
            breaks = "a device that copies nothing either is waited for, for a capture's sake")
    default void aDeviceThatCopiesNothingEitherIsGivenUpAndTheCaptureSaysSo() {
        Rig rig =
                new Rig(
                        halfSeen(128 * KIB, 8 * MIB),
                        MemoryOptions.defaults()
                                .withCleanShare(0)
                                .withWatchdog(Duration.ofSeconds(1)));
        BufferHandle hidden = Captures.written(rig, "hidden", 40 * KIB, 1);
        Fence hung = rig.submit(hidden, rig.check(hidden, 1).captured());
        rig.workers().advance(Duration.ofSeconds(1).toNanos());
        assertEquals(1, rig.device().held(COPY_OUT).size(), "it is asked for the bytes");
        assertFalse(hung.isSettled());
        rig.workers().advance(Duration.ofSeconds(1).toNanos());
        assertEquals(FaultKind.UNSTOPPED, hung.fault().orElseThrow().kind());
        Contents.Missing missing =
                Captures.missing(
                        Captures.object(rig.manager().takeCapture().orElseThrow(), "hidden"));
        assertEquals(Contents.Why.UNREADABLE, missing.why());
        assertTrue(missing.note().contains("UNSTOPPED"), missing.note());
        rig.settle();
        rig.manager().close();
    }
}
