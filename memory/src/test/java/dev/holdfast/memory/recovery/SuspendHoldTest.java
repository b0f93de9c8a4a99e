package dev.holdfast.memory.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CaptureOutcome;
import dev.holdfast.memory.capture.CapturedObject;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.RecordedSpaces;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.SuspendOutcome;
import dev.holdfast.testing.Scenario;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// Who still reads through a binding keeps the device from going.
class SuspendHoldTest {
    private static final int KIB = 1 << 10;

    private final ManualDevice device = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
    private final Rig rig = new Rig(device, MemoryOptions.defaults().withCleanShare(0));

    /// Lets everybody go on but the capture's worker, until the suspension has ended or waits for
    /// something that only that can bring.
    private FutureTask<SuspendOutcome> suspendWithoutCapturing() {
        FutureTask<SuspendOutcome> task = new FutureTask<>(rig.manager()::suspend);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        while (!task.isDone() && (thread.getState() != Thread.State.WAITING || goOn())) {
            Thread.onSpinWait();
        }
        return task;
    }

    private boolean goOn() {
        boolean any = device.completeAll() > 0;
        for (String name : rig.workers().runnable()) {
            any |= !name.equals("capture") && rig.workers().step(name);
        }
        return any;
    }

    @Test
    @Scenario(
            value = {"21", "8"},
            breaks =
                    "the device is closed while a capture reads a binding; or what goes with"
                            + " the device is unmapped range by range")
    void aCaptureThatHoldsABindingIsWaitedFor() throws Exception {
        RecordedSpaces spaces = new RecordedSpaces(device);
        Client client = rig.manager().client("tenant");
        BufferHandle weights = client.create("weights", 16 * KIB);
        rig.submit(weights, Work.launch(rig.kernel()).overwrites(weights));
        rig.settle();
        rig.submit(weights, Work.launch(rig.kernel()).reads(weights).captured());
        assertInstanceOf(CaptureOutcome.Begun.class, rig.manager().capture());
        rig.device().completeAll();
        FutureTask<SuspendOutcome> suspending = suspendWithoutCapturing();
        assertFalse(suspending.isDone(), "the capture has read nothing yet");
        assertEquals(1, spaces.mapped().size(), "and nothing has been taken from it");
        rig.meanwhile(suspending::get).orThrow();
        assertEquals(1, spaces.closed(), "the whole table at once");
        assertEquals(0, spaces.unmaps());
        device.close();
        Capture capture = rig.manager().takeCapture().orElseThrow();
        CapturedObject object = capture.objects().getFirst();
        assertInstanceOf(Contents.Present.class, object.contents());
        assertEquals(List.of(), rig.manager().audit(true));
        rig.manager().close();
    }
}
