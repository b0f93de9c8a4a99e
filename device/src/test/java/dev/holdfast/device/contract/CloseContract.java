package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The end of a device: refused while there is work, final, and once is enough.
public interface CloseContract extends Backend {

    @Test
    default void aDeviceWithWorkIsNotClosed() {
        try (Rig rig = Rig.open(this)) {
            ResetContract.Gate gate = new ResetContract.Gate();
            Kernel stuck = rig.kernel("stuck", (memory, scalars) -> gate.stop());
            CompletableFuture<Fault> running =
                    rig.submit(QueueKind.COMPUTE, rig.launch(stuck, true));
            CompletableFuture<Fault> queued = rig.submit(QueueKind.COMPUTE, new Command.Marker());
            assertThrows(IllegalStateException.class, rig.device()::close);
            for (QueueKind other : QueueKind.values()) {
                if (other != QueueKind.COMPUTE) {
                    rig.runWell(other, new Command.Marker());
                }
            }
            assertFalse(queued.isDone());
            gate.open();
            assertNull(Rig.await(running));
            assertNull(Rig.await(queued));
        }
    }

    @Test
    default void aClosedDeviceTakesNothing() {
        Rig rig = Rig.open(this);
        Device device = rig.device();
        MemorySegment view = device.hostView(Rig.onHost(0, 4096)).orElseThrow();
        rig.close();
        for (QueueKind queue : QueueKind.values()) {
            assertThrows(
                    IllegalStateException.class,
                    () -> device.queue(queue).submit(new Command.Marker(), fault -> {}));
        }
        assertThrows(IllegalStateException.class, () -> device.hostView(Rig.onHost(0, 8)));
        assertThrows(IllegalStateException.class, () -> view.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    default void closingTwiceIsClosingOnce() {
        Rig rig = Rig.open(this);
        rig.runWell(QueueKind.COPY_IN, new Command.Marker());
        rig.close();
        rig.device().close();
        assertEquals(1, rig.device().usage().commands(), "its counters can still be read");
    }

    @Test
    default void theLastCompletionMayClose() throws Exception {
        for (int round = 0; round < closings(); round++) {
            Rig rig = Rig.open(this);
            CompletableFuture<Boolean> closed = new CompletableFuture<>();
            rig.device()
                    .queue(QueueKind.COPY_IN)
                    .submit(
                            new Command.Marker(),
                            fault -> {
                                rig.device().close();
                                closed.complete(true);
                            });
            closed.get();
            rig.close();
        }
    }
}
