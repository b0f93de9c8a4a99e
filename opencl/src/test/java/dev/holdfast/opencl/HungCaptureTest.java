package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.faulty.FaultyDevice;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CaptureOutcome;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.capture.Trigger;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.VerdictDevice;
import dev.holdfast.testing.WordKernels;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Kernels that hang, on threads and in time of their own: what they ran from is captured by way of
/// the driver's memory, which no CPU sees, while the queue still hangs.
final class HungCaptureTest {
    private static final long MIB = 1 << 20;
    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final Set<FaultKind> HAD_OR_NOT =
            Set.of(FaultKind.UNSTOPPED, FaultKind.DEVICE_LOST);

    private static VerdictDevice open(PlatformWorkers workers) {
        return VerdictDevice.open(
                new TestProvider("callback", List.of()),
                DeviceOptions.of(4 * MIB, 8 * MIB),
                workers);
    }

    private static MemoryManager manager(Device device, PlatformWorkers workers) {
        return MemoryManager.open(
                device, workers, MemoryOptions.defaults().withCleanShare(0).withWatchdog(LIMIT));
    }

    /// An object whose words are `first` plus their index.
    private static BufferHandle written(
            MemoryManager manager, WordKernels kernels, String name, long first) throws Exception {
        BufferHandle handle = manager.client("client of " + name).create(name, 3 * MIB / 2 + 8);
        submit(handle, Work.launch(kernels.write(), first, 1).overwrites(handle)).await().orThrow();
        return handle;
    }

    private static Fence submit(BufferHandle whose, Work work) throws Exception {
        return whose.client().submit(work).orThrow();
    }

    private static void assertWords(Capture capture, String name, long first) {
        List<CapturedObject> found =
                capture.objects().stream().filter(each -> each.name().equals(name)).toList();
        assertEquals(1, found.size(), capture::toString);
        var shown = assertInstanceOf(Contents.Present.class, found.getFirst().contents());
        assertFalse(shown.truncated(), shown::note);
        long word = first;
        for (MemorySegment piece : shown.chunks()) {
            for (long at = 0; at < piece.byteSize(); at += Long.BYTES) {
                assertEquals(word++, piece.get(ValueLayout.JAVA_LONG_UNALIGNED, at), name);
            }
        }
        assertEquals(found.getFirst().sizeBytes() / Long.BYTES, word - first);
    }

    private static void assertNames(Capture capture, String work) {
        assertEquals(Trigger.WATCHDOG, capture.trigger());
        assertEquals(FaultKind.DEADLINE_PASSED, capture.fault().orElseThrow().kind());
        CapturedCommand guilty = capture.guilty().orElseThrow();
        assertEquals(work, guilty.name());
        assertEquals(CapturedCommand.Stage.HANDED_OVER, guilty.stage());
        capture.objects().forEach(each -> assertEquals("device", each.atSubmission().region()));
    }

    /// A real one: nobody can stop it, so the device is given up. The driver goes on copying.
    @Test
    @Scenario(
            value = {"1", "I1"},
            breaks = "a device is given up before what it was at has come out of it")
    void aKernelThatDoesNotEndIsCapturedBeforeItsDeviceIsGivenUp() throws Exception {
        Installed.requireTwoProcessors();
        try (var workers = new PlatformWorkers("hung");
                VerdictDevice device = open(workers);
                MemoryManager manager = manager(device, workers)) {
            WordKernels kernels = WordKernels.of(device);
            Kernel spin = WordKernels.spin(device);
            BufferHandle weights = written(manager, kernels, "weights", 500);
            BufferHandle state = written(manager, kernels, "state", 7000);
            BufferHandle granted = state.grantTo(weights.client(), Access.READ);
            Work endless = Work.named("step", spin).reads(weights).captured();
            Fence hung = submit(weights, endless.reads(granted).captured());
            Fence behind = submit(state, Work.launch(kernels.check(), 7000, 1).reads(state));
            assertEquals(FaultKind.UNSTOPPED, hung.await().fault().orElseThrow().kind());
            // whether the driver had it depends on how long its client's last kernel took
            FaultKind lost = behind.await().fault().orElseThrow().kind();
            assertTrue(HAD_OR_NOT.contains(lost), lost::name);

            Capture capture = manager.takeCapture().orElseThrow();
            assertNames(capture, "step");
            assertWords(capture, "weights", 500);
            assertWords(capture, "state", 7000);
            assertFalse(capture.lost(), "it was not, by then");
            assertTrue(manager.lost().isPresent());
            SubmitOutcome next =
                    weights.client().submit(Work.launch(kernels.nothing()).reads(weights));
            var refused = assertInstanceOf(SubmitOutcome.Refused.class, next);
            assertInstanceOf(Refusal.DeviceLost.class, refused.reason());
            // it ends after all: nobody is told twice, and the device can be closed
            device.openGate();
            device.drain();
        }
    }

    /// One in front of the driver, which a reset can take: the device goes on.
    @Test
    @Scenario(
            value = {"1", "I6"},
            breaks = "the command retires before the capture has what it ran from")
    void aKernelThatIsTakenIsCapturedTooAndTheOthersGoOn() throws Exception {
        FaultPlan plan = FaultPlan.of(5, List.of(FaultSpec.parse("kernel:hang@#3")));
        try (var workers = new PlatformWorkers("hung");
                Device device = new FaultyDevice(open(workers), plan, workers);
                MemoryManager manager = manager(device, workers)) {
            WordKernels kernels = WordKernels.of(device);
            BufferHandle weights = written(manager, kernels, "weights", 500);
            BufferHandle state = written(manager, kernels, "state", 7000);
            Work check = Work.named("step", kernels.check(), 500, 1).reads(weights).captured();
            Fence hung = submit(weights, check);
            Fence behind = submit(state, Work.launch(kernels.check(), 7000, 1).reads(state));
            assertEquals(FaultKind.REVOKED, hung.await().fault().orElseThrow().kind());
            behind.await().orThrow();
            manager.awaitIdle();
            Capture capture = manager.takeCapture().orElseThrow();
            assertNames(capture, "step");
            assertWords(capture, "weights", 500);
            assertTrue(manager.lost().isEmpty());
            submit(weights, Work.launch(kernels.check(), 500, 1).reads(weights)).await().orThrow();
        }
    }

    /// The kernel hangs, and so does the copy for the capture.
    @Test
    @Scenario(
            value = {"15", "J9", "I11"},
            breaks = "copies of a capture that do not end are waited for, or pass for bytes")
    void whereCopiesHangTooThereIsACaptureThatSaysSo() throws Exception {
        List<FaultSpec> specs =
                List.of(FaultSpec.parse("kernel:hang@#2"), FaultSpec.parse("copy-out:hang@#1"));
        FaultPlan plan = FaultPlan.of(5, specs);
        try (var workers = new PlatformWorkers("hung");
                Device device = new FaultyDevice(open(workers), plan, workers);
                MemoryManager manager = manager(device, workers)) {
            WordKernels kernels = WordKernels.of(device);
            BufferHandle weights = written(manager, kernels, "weights", 500);
            Work check = Work.named("step", kernels.check(), 500, 1).reads(weights).captured();
            Fence hung = submit(weights, check);
            assertEquals(FaultKind.REVOKED, hung.await().fault().orElseThrow().kind());
            manager.awaitIdle();
            Capture capture = manager.takeCapture().orElseThrow();
            assertNames(capture, "step");
            CapturedObject shown = capture.objects().getFirst();
            var missing = assertInstanceOf(Contents.Missing.class, shown.contents());
            assertEquals(Contents.Why.UNREADABLE, missing.why());
            assertTrue(missing.note().contains("its copy failed"), missing::note);

            // the next one has its bytes
            assertInstanceOf(CaptureOutcome.Begun.class, captureOf(manager, weights));
            manager.awaitIdle();
            assertWords(manager.takeCapture().orElseThrow(), "weights", 500);
        }
    }

    private static CaptureOutcome captureOf(MemoryManager manager, BufferHandle pinned) {
        try (var _ = pinned.pin().orThrow()) {
            return manager.capture();
        }
    }
}
