package dev.holdfast.memory.capture;

import static dev.holdfast.memory.capture.Captures.KIB;
import static dev.holdfast.memory.capture.Captures.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.QuietSink;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.testing.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What goes wrong while something is captured, or kept for it, and what that costs.
public interface CaptureFailureContract extends CaptureDevices {
    private Rig rig() {
        return rig(8 * MIB, 8 * MIB);
    }

    /// Two objects of one client, flagged by one launch that hangs.
    private static Client twoFlagged(Rig rig, long firstBytes) {
        Client client = rig.manager().client("a");
        BufferHandle first = client.create("first", firstBytes);
        BufferHandle second = client.create("second", 8 * KIB);
        rig.submit(first, rig.write(first, 100));
        rig.submit(second, rig.write(second, 200));
        rig.settle();
        Work work = Work.launch(rig.kernel()).reads(first).captured();
        rig.submit(first, work.reads(second).captured());
        return client;
    }

    private static void nothingIsHeld(Rig rig) throws Exception {
        rig.settle();
        rig.meanwhile(() -> {
            rig.manager().awaitIdle();
            return null;
        });
        assertEquals(List.of(), rig.manager().audit(true));
    }

    @Test
    @Scenario(
            value = "3",
            breaks = "a submission whose object there is no room to keep is refused, or keeps none")
    default void whatThereIsNoRoomToKeepIsMissingAndNothingElse() throws Exception {
        ManualDevice device = device(8 * MIB, 8 * MIB);
        // each clear is watched, and that takes room too
        int clears = device.heaps().getFirst().zeroed() ? 0 : 3;
        FaultSpec second = FaultSpec.parse("bookkeeping:fail@#" + (clears + 2));
        FaultPlan plan = FaultPlan.of(1, List.of(second));
        MemoryOptions options = MemoryOptions.defaults().withCleanShare(0).withFaults(plan);
        try (var rig = new Rig(device, options)) {
            Client client = rig.manager().client("a");
            Work work = Work.launch(rig.kernel());
            for (String name : List.of("one", "two", "three")) {
                BufferHandle each = client.create(name, 8 * KIB);
                rig.submit(each, rig.write(each, 100));
                work.reads(each).captured();
            }
            rig.settle();
            assertEquals(clears, plan.visits(FaultSite.BOOKKEEPING));
            Fence fence = client.trySubmit(work).orThrow();
            assertEquals(clears + 3, plan.visits(FaultSite.BOOKKEEPING));
            Captures.begin(rig);
            Capture capture = Captures.taken(rig);
            Captures.assertWords(Captures.object(capture, "one"), 100);
            Captures.assertWords(Captures.object(capture, "three"), 100);
            Contents.Missing missing = Captures.missing(Captures.object(capture, "two"));
            assertTrue(missing.note().contains("no room to keep it"), missing.note());
            rig.settle();
            fence.status().orThrow();
            nothingIsHeld(rig);
        }
    }

    @Test
    default void aTraceSinkThatThrowsCostsTheTraceAndNoSubmission() throws Exception {
        var sink = new RefusingSink();
        MemoryOptions options = MemoryOptions.defaults().withCleanShare(0).traceTo(sink);
        try (var rig = rig(8 * MIB, 8 * MIB, options)) {
            BufferHandle weights = Captures.written(rig, "weights", 8 * KIB, 100);
            sink.refusing = true;
            rig.submit(weights, rig.check(weights, 100).captured());
            rig.settle();
            assertEquals(1, rig.count(Counter.TRACES_STOPPED));
            nothingIsHeld(rig);
            Fence again = rig.submit(weights, rig.check(weights, 100).captured());
            rig.settle();
            again.status().orThrow();
            nothingIsHeld(rig);
        }
    }

    /// Throws when it is told of an operation, if it is to.
    final class RefusingSink implements QuietSink {
        private boolean refusing;

        @Override
        public void operation(String name, List<Long> reads, List<Long> writes) {
            if (refusing) {
                throw new IllegalStateException("the trace is full");
            }
        }
    }

    @Test
    @Scenario(
            value = {"15", "J9"},
            breaks = "a capture ends where the first of its objects cannot be read")
    default void whatIsThrownInTheMiddleOfAnObjectCostsThatObjectWhole() throws Exception {
        for (Throwable thrown :
                List.of(new IllegalStateException("unmapped"), new OutOfMemoryError("by hand"))) {
            try (var rig = rig()) {
                twoFlagged(rig, 2 * MIB);
                Captures.begin(rig);
                Captures.onPiece(
                        rig, 2, () -> CaptureFailureContract.<RuntimeException>sneak(thrown));
                Capture capture = Captures.taken(rig);
                Contents.Missing missing = Captures.missing(Captures.object(capture, "first"));
                assertEquals(Contents.Why.UNREADABLE, missing.why());
                Captures.assertWords(Captures.object(capture, "second"), 200);
                rig.device().afterView(() -> {});
                Captures.begin(rig);
                Captures.assertWords(Captures.object(Captures.taken(rig), "first"), 100);
                nothingIsHeld(rig);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    default void ofALostDeviceNothingIsShownButWhatWasReadBefore() throws Exception {
        try (var rig = rig()) {
            twoFlagged(rig, 2 * MIB);
            Captures.begin(rig);
            Captures.onPiece(rig, 2, () -> rig.device().lose());
            Capture capture = Captures.taken(rig);
            Contents.Present cut = Captures.present(Captures.object(capture, "first"));
            assertTrue(cut.truncated());
            // what a copy had brought to the host by then is what was there
            int pieces = Captures.isSeen(rig) ? 1 : 2;
            assertEquals(pieces * Captures.pieceBytes(rig), cut.sizeBytes(), "all read before");
            assertEquals(100, Captures.words(cut).getFirst());
            assertTrue(cut.note().contains("lost by hand"), cut.note());
            assertEquals(
                    Contents.Why.LOST, Captures.missing(Captures.object(capture, "second")).why());
        }
    }

    @Test
    default void theLossOfADeviceIsCapturedOnceAndIsNobodysGuilt() throws Exception {
        try (var rig = rig()) {
            Client client = twoFlagged(rig, 8 * KIB);
            for (BufferHandle each : List.of(client.create("x", 8 * KIB))) {
                rig.submit(each, rig.write(each, 1));
            }
            rig.device().lose();
            assertTrue(rig.device().complete(QueueKind.COMPUTE));
            Capture capture = Captures.taken(rig);
            assertTrue(capture.lost());
            assertEquals(FaultKind.DEVICE_LOST, capture.fault().orElseThrow().kind());
            assertTrue(capture.guilty().isEmpty());
            assertEquals(2, capture.commands().size());
            assertEquals(
                    Contents.Why.LOST, Captures.missing(Captures.object(capture, "first")).why());
            rig.settle();
            assertEquals(1, rig.count(Counter.CAPTURES));
            assertEquals(0, rig.count(Counter.CAPTURES_SKIPPED), "every command fails of it");
        }
    }
}
