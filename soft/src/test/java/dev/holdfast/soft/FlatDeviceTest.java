package dev.holdfast.soft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.testing.SteppedWorkers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a kernel can be given without page tables.
final class FlatDeviceTest {
    private static final long HEAP_BYTES = 16 << 10;
    private static final long SLAB_BYTES = HEAP_BYTES / 4;

    private final SteppedWorkers workers = new SteppedWorkers();
    private final SoftDevice device =
            SoftDevice.open(Form.FLAT, DeviceOptions.of(HEAP_BYTES, HEAP_BYTES), workers);
    private final Kernel store =
            device.load(
                    new KernelCode.InJava(
                            "store", (memory, scalars) -> memory.putLong(0, scalars[0], 7)));

    private Command launch(long offset, long sizeBytes, List<HeapRange> ranges) {
        return new Command.Launch(
                store,
                List.of(new BufferArgument(0, ranges, sizeBytes, true)),
                new long[] {offset},
                Optional.empty());
    }

    private static HeapRange range(long offset, long sizeBytes) {
        return new HeapRange(SoftDevice.DEVICE_HEAP, offset, sizeBytes);
    }

    private void refused(long sizeBytes, HeapRange... ranges) {
        Command command = launch(0, sizeBytes, List.of(ranges));
        assertThrows(
                IllegalArgumentException.class,
                () -> device.queue(QueueKind.COMPUTE).submit(command, fault -> {}));
    }

    @Test
    void itSaysWhatItIs() {
        HeapInfo heap = device.heaps().getFirst();
        assertEquals(SLAB_BYTES, heap.slabBytes());
        assertEquals(512, heap.alignmentBytes());
        assertTrue(device.info().contiguousOnly());
        assertFalse(device.info().addressSpaces());
        assertThrows(
                UnsupportedOperationException.class, () -> device.createAddressSpace("client"));
    }

    @Test
    void anArgumentIsOneAlignedRangeInOneSlab() {
        refused(1024);
        refused(1024, range(0, 512), range(512, 512));
        refused(1024, range(256, 1024));
        refused(1024, range(0, 512));
        refused(1024, range(SLAB_BYTES - 512, 1024));
        refused(SLAB_BYTES + 8, range(0, SLAB_BYTES + 512));
    }

    @Test
    void whatIsGivenIsReachedAndNothingBeyond() {
        List<String> ends = new ArrayList<>();
        HeapRange given = range(SLAB_BYTES - 512, 512);
        for (long offset : new long[] {496, 504}) {
            device.queue(QueueKind.COMPUTE)
                    .submit(
                            launch(offset, 504, List.of(given)),
                            fault -> ends.add(fault == null ? "well" : fault.kind().name()));
            workers.runUntilIdle();
        }
        assertEquals(List.of("well", "KERNEL_FAILED"), ends);
        device.close();
    }
}
