package dev.holdfast.memory.capture;

import static dev.holdfast.memory.capture.Captures.MIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Captures of commands that are taken from the device by force.
public interface CapturedHangContract extends CaptureDevices {
    /// The most that a command may take.
    long SECOND = 1_000_000_000L;

    private Rig watched(ManualDevice.Resetting resetting) {
        Rig rig =
                rig(
                        8 * MIB,
                        8 * MIB,
                        MemoryOptions.defaults()
                                .withCleanShare(0)
                                .withWatchdog(Duration.ofSeconds(1)));
        rig.device().onReset(resetting);
        return rig;
    }

    /// Closes on this thread, which is the one that steps the workers.
    private static void close(Rig rig) {
        rig.settle();
        rig.manager().close();
    }

    @Test
    @Scenario(
            value = {"1", "I6"},
            breaks = "the command retires before the capture has what it ran from")
    default void theWatchdogsCaptureNamesTheGuiltyCommandAndHasItsBytes() {
        Rig rig = watched((queue, guilty) -> new ResetOutcome.Idle());
        rig.device().onReset(rig.device()::take);
        BufferHandle weights = Captures.written(rig, "weights", 64 << 10, 500);
        Fence hung = rig.submit(weights, rig.check(weights, 500).captured());
        Fence behind = rig.submit(weights, rig.check(weights, 500));
        rig.workers().advance(SECOND);
        assertEquals(FaultKind.REVOKED, hung.fault().orElseThrow().kind());
        Capture capture = Captures.taken(rig);
        assertEquals(Trigger.WATCHDOG, capture.trigger());
        assertEquals(FaultKind.DEADLINE_PASSED, capture.fault().orElseThrow().kind());
        assertEquals("check", capture.guilty().orElseThrow().name());
        assertEquals(CapturedCommand.Stage.HANDED_OVER, capture.guilty().orElseThrow().stage());
        Captures.assertWords(Captures.object(capture, "weights"), 500);
        rig.settle();
        behind.status().orThrow();
        close(rig);
    }

    @Test
    @Scenario(
            value = {"6", "7", "10"},
            breaks = "a reset by hand takes what a capture is reading from, or spoils a later one")
    default void aResetThatRetiresTheCommandInTheMiddleOfItsCaptureChangesNothingInIt() {
        // the watchdog begins the capture, and the device does not let go yet
        Rig rig = watched((queue, guilty) -> new ResetOutcome.Idle());
        BufferHandle weights = Captures.written(rig, "weights", 3 * MIB, 500);
        Fence hung = rig.submit(weights, rig.check(weights, 500).captured());
        // an alarm is waited for in slices
        while (rig.workers().runnable().isEmpty()) {
            assertTrue(rig.workers().fireNext());
        }
        Captures.othersGoOn(rig);
        Captures.readPiece(rig);
        assertFalse(hung.isSettled());

        rig.device().onReset(rig.device()::take);
        assertInstanceOf(ResetOutcome.Reset.class, rig.manager().reset(QueueKind.COMPUTE));
        Captures.othersGoOn(rig);
        assertTrue(hung.isFailed());
        weights.client().close();
        BufferHandle next = rig.manager().client("next").create("next", 8 * MIB);
        Fence written = rig.submit(next, rig.write(next, 7));
        Captures.othersGoOn(rig);
        assertFalse(written.isSettled(), "it is to have that memory");

        Capture capture = Captures.taken(rig);
        assertEquals(Trigger.WATCHDOG, capture.trigger(), "the first one");
        Captures.assertWords(Captures.object(capture, "weights"), 500);
        rig.settle();
        written.status().orThrow();
        assertInstanceOf(CaptureOutcome.Begun.class, rig.manager().capture(), "a later one works");
        rig.workers().runUntilIdle();
        close(rig);
    }

    @Test
    @Scenario(
            value = {"1", "I1"},
            breaks = "a device is given up without a look at what it was at")
    default void aDeviceThatIsGivenUpLeavesACaptureBehind() {
        Rig rig = watched((queue, guilty) -> new ResetOutcome.NotPossible("by hand"));
        BufferHandle weights = Captures.written(rig, "weights", 64 << 10, 500);
        Fence hung = rig.submit(weights, rig.check(weights, 500).captured());
        rig.workers().advance(SECOND);
        Capture capture = Captures.taken(rig);
        assertEquals(FaultKind.UNSTOPPED, hung.fault().orElseThrow().kind());
        assertEquals("check", capture.guilty().orElseThrow().name());
        Captures.assertWords(Captures.object(capture, "weights"), 500);
        close(rig);
    }
}
