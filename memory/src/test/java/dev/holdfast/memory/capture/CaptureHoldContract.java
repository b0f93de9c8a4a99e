package dev.holdfast.memory.capture;

import static dev.holdfast.memory.capture.Captures.KIB;
import static dev.holdfast.memory.capture.Captures.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a capture keeps from going on, for how long, and what keeps a capture from going on.
public interface CaptureHoldContract extends CaptureDevices {
    @Test
    @Scenario(
            value = {"10", "8"},
            breaks = "space is handed on while a capture reads it")
    default void aNewOwnersFirstWriteComesAfterTheCaptureHasLetGo() throws Exception {
        try (var rig = rig(64 * KIB, 256 * KIB)) {
            BufferHandle weights = Captures.written(rig, "weights", 64 * KIB, 500);
            rig.submit(weights, rig.bump(weights, 500).captured());
            Captures.failKernel(rig);
            Captures.othersGoOn(rig);
            weights.close();
            BufferHandle next = rig.manager().client("b").create("next", 64 * KIB);
            Fence written = rig.submit(next, rig.write(next, 2));
            Captures.othersGoOn(rig);
            assertEquals(List.of(), rig.device().held(QueueKind.COPY_IN), "not even cleared");
            Captures.readPiece(rig);
            Captures.othersGoOn(rig);
            assertEquals(1, rig.device().held(QueueKind.COPY_IN).size());
            rig.settle();
            written.status().orThrow();
            Captures.assertWords(Captures.object(Captures.taken(rig), "weights"), 500);
        }
    }

    @Test
    @Scenario(
            value = "10",
            breaks = "space of what is pinned goes back when the pin does, read or not")
    default void whatIsPinnedIsKeptWhileItIsReadToo() throws Exception {
        try (var rig = rig(64 * KIB, 256 * KIB)) {
            BufferHandle log = Captures.written(rig, "log", 64 * KIB, 500);
            var pin = log.pin().orThrow();
            Captures.begin(rig);
            pin.close();
            log.close();
            BufferHandle next = rig.manager().client("b").create("next", 64 * KIB);
            Fence written = rig.submit(next, rig.write(next, 2));
            Captures.othersGoOn(rig);
            assertEquals(List.of(), rig.device().held(QueueKind.COPY_IN));
            Captures.assertWords(Captures.object(Captures.taken(rig), "log"), 500);
            rig.settle();
            written.status().orThrow();
        }
    }

    @Test
    @Scenario(
            value = "10",
            breaks = "memory to capture an object is given up when it is closed, pinned or not")
    default void closedObjectThatIsPinnedIsCapturedAgainAndAgain() throws Exception {
        try (var rig = rig(64 * KIB, 256 * KIB)) {
            BufferHandle log = Captures.written(rig, "log", 64 * KIB, 500);
            var mapped = rig.meanwhile(() -> log.map(Access.READ).orThrow());
            var pin = log.pin().orThrow();
            log.close();
            for (int i = 0; i < 3; i++) {
                Captures.begin(rig);
                Captures.assertWords(Captures.object(Captures.taken(rig), "log"), 500);
            }
            pin.close();
            mapped.close();
        }
    }

    @Test
    @Scenario(
            value = {"6", "J4"},
            breaks = "what a capture goes by is the command's, and goes with it")
    default void aCommandThatRetiresInTheMiddleOfACaptureTakesNothingAway() throws Exception {
        try (var rig = rig(8 * MIB, 8 * MIB)) {
            BufferHandle weights = Captures.written(rig, "weights", 3 * MIB, 500);
            Fence failed = rig.submit(weights, rig.bump(weights, 500).captured());
            Captures.failKernel(rig);
            Captures.readPiece(rig);
            assertTrue(failed.isFailed());
            weights.client().close();
            Captures.othersGoOn(rig);
            BufferHandle others = writtenBeside(rig, "others", 4 * MIB, 9);
            assertTrue(rig.manager().takeCapture().isEmpty(), "others were served meanwhile");
            CapturedObject object = Captures.object(Captures.taken(rig), "weights");
            Captures.assertWords(object, 500);
            assertEquals(
                    3 * MIB / Captures.pieceBytes(rig), Captures.present(object).chunks().size());
            others.close();
        }
    }

    /// Written while the capture waits for its turn.
    private static BufferHandle writtenBeside(Rig rig, String name, long sizeBytes, long value) {
        BufferHandle handle = rig.manager().client("beside").create(name, sizeBytes);
        Fence written = rig.submit(handle, rig.write(handle, value));
        do {
            Captures.othersGoOn(rig);
        } while (rig.device().completeAll() > 0);
        written.status().orThrow();
        return handle;
    }

    @Test
    @Scenario(
            value = "6",
            breaks = "all holds are given up together, or when the next object is read")
    default void anObjectIsLetGoBeforeTheNextIsRead() throws Exception {
        try (var rig = rig(64 * KIB, 256 * KIB)) {
            Client client = rig.manager().client("a");
            BufferHandle first = client.create("first", 32 * KIB);
            BufferHandle second = client.create("second", 32 * KIB);
            rig.submit(first, rig.write(first, 1));
            rig.submit(second, rig.write(second, 2));
            rig.settle();
            rig.submit(
                    first,
                    Work.launch(rig.kernel()).reads(first).captured().reads(second).captured());
            Captures.failKernel(rig);
            client.close();
            Client other = rig.manager().client("b");
            for (String name : List.of("next", "last")) {
                BufferHandle taking = other.create(name, 32 * KIB);
                rig.submit(taking, rig.write(taking, 2));
            }
            Captures.othersGoOn(rig);
            assertEquals(64 * KIB, pendingOrOwned(rig));
            assertEquals(0, rig.device().held(QueueKind.COPY_IN).size());
            Captures.readPiece(rig);
            Captures.othersGoOn(rig);
            assertEquals(1, rig.device().held(QueueKind.COPY_IN).size(), "where the first one was");
            Captures.readPiece(rig);
            Captures.othersGoOn(rig);
            assertEquals(2, rig.device().held(QueueKind.COPY_IN).size());
            rig.settle();
        }
    }

    private static long pendingOrOwned(Rig rig) {
        var usage = rig.manager().deviceUsage();
        return usage.sizeBytes() - usage.freeBytes() + usage.pendingBytes();
    }

    @Test
    @Scenario(
            value = {"7", "J7"},
            breaks = "a second trigger begins a capture in the middle of the first, or replaces it")
    default void ofTwoTriggersTheFirstMakesTheCaptureAndALaterOneWorks() throws Exception {
        try (var rig = rig(64 * KIB, 256 * KIB)) {
            BufferHandle one = Captures.written(rig, "one", 8 * KIB, 100);
            BufferHandle two = Captures.written(rig, "two", 8 * KIB, 200);
            assertTrue(rig.manager().takeCapture().isEmpty());
            rig.submit(one, rig.bump(one, 100).captured());
            rig.submit(two, rig.bump(two, 200).captured());
            Captures.failKernel(rig);
            Captures.failKernel(rig);
            assertEquals(CaptureOutcome.Reason.UNDER_WAY, reason(rig));
            rig.settle();
            assertEquals(CaptureOutcome.Reason.NOT_TAKEN, reason(rig));
            assertEquals(3, rig.count(Counter.CAPTURES_SKIPPED));
            Capture kept = Captures.taken(rig);
            assertEquals(1, kept.number());
            assertEquals(1, kept.objects().size());
            Captures.assertWords(Captures.object(kept, "one"), 100);
            assertTrue(rig.manager().takeCapture().isEmpty(), "it is taken once");

            Fence again = rig.submit(two, rig.write(two, 300));
            rig.settle();
            again.status().orThrow();
            rig.submit(two, rig.bump(two, 300).captured());
            Captures.failKernel(rig);
            Capture later = Captures.taken(rig);
            assertEquals(2, later.number());
            Captures.assertWords(Captures.object(later, "two"), 300);
            assertEquals(2, rig.count(Counter.CAPTURES));
        }
    }

    private static CaptureOutcome.Reason reason(Rig rig) {
        return assertInstanceOf(CaptureOutcome.NotBegun.class, rig.manager().capture()).reason();
    }

    @Test
    default void theFenceOfACaptureSettlesWhenItCanBeTaken() throws Exception {
        try (var rig = rig(64 * KIB, 256 * KIB)) {
            BufferHandle log = Captures.written(rig, "log", 8 * KIB, 40);
            var pin = log.pin().orThrow();
            var begun = assertInstanceOf(CaptureOutcome.Begun.class, rig.manager().capture());
            assertFalse(begun.finished().isSettled());
            assertTrue(rig.manager().audit(true).toString().contains("a capture holds something"));
            rig.meanwhile(() -> {
                rig.manager().awaitIdle();
                return null;
            });
            assertTrue(begun.finished().isSettled());
            assertEquals(List.of(), rig.manager().audit(true));
            assertTrue(rig.manager().takeCapture().isPresent());
            pin.close();
        }
    }

    private Rig limited(CaptureLimits limits) {
        return rig(
                8 * MIB, 8 * MIB, MemoryOptions.defaults().withCleanShare(0).withCapture(limits));
    }

    @Test
    default void whatIsCutForTheNumberOfBytesSaysSo() throws Exception {
        try (var rig = limited(new CaptureLimits(MIB + MIB / 2, Duration.ofSeconds(5), 10))) {
            BufferHandle first = Captures.written(rig, "first", 2 * MIB, 100);
            BufferHandle second = Captures.written(rig, "second", 8 * KIB, 200);
            var pins = List.of(first.pin().orThrow(), second.pin().orThrow());
            Captures.begin(rig);
            Capture capture = Captures.taken(rig);
            Contents.Present cut = Captures.present(Captures.object(capture, "first"));
            assertEquals(MIB + MIB / 2, cut.sizeBytes());
            assertTrue(cut.truncated());
            assertTrue(cut.note().contains("1.5 MiB"), cut.note());
            assertEquals(100, Captures.words(cut).getFirst());
            assertEquals(
                    Contents.Why.OVER_LIMIT,
                    Captures.missing(Captures.object(capture, "second")).why());
            pins.forEach(pin -> pin.close());
        }
    }

    @Test
    default void whatIsCutForTimeSaysSo() throws Exception {
        try (var rig = limited(new CaptureLimits(8 * MIB, Duration.ofMillis(10), 10))) {
            BufferHandle first = Captures.written(rig, "first", 2 * MIB, 100);
            BufferHandle second = Captures.written(rig, "second", 8 * KIB, 200);
            var pins = List.of(first.pin().orThrow(), second.pin().orThrow());
            Captures.begin(rig);
            long limit = Duration.ofMillis(10).toNanos();
            Captures.onPiece(rig, 1, () -> rig.workers().advance(limit));
            Capture capture = Captures.taken(rig);
            Contents.Present cut = Captures.present(Captures.object(capture, "first"));
            assertEquals(
                    Captures.pieceBytes(rig),
                    cut.sizeBytes(),
                    "a piece was read before time had passed");
            assertTrue(cut.truncated());
            assertEquals(
                    Contents.Why.TIMED_OUT,
                    Captures.missing(Captures.object(capture, "second")).why());
            pins.forEach(pin -> pin.close());
        }
    }

    @Test
    default void whatIsMoreThanTheNumberOfObjectsSaysSo() throws Exception {
        try (var rig = limited(new CaptureLimits(8 * MIB, Duration.ofSeconds(5), 1))) {
            BufferHandle first = Captures.written(rig, "first", 8 * KIB, 100);
            BufferHandle second = Captures.written(rig, "second", 8 * KIB, 200);
            var pins = List.of(first.pin().orThrow(), second.pin().orThrow());
            Captures.begin(rig);
            Capture capture = Captures.taken(rig);
            Captures.assertWords(Captures.object(capture, "first"), 100);
            assertEquals(
                    Contents.Why.OVER_LIMIT,
                    Captures.missing(Captures.object(capture, "second")).why());
            pins.forEach(pin -> pin.close());
        }
    }
}
