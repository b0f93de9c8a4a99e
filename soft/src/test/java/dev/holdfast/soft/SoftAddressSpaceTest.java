package dev.holdfast.soft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.testing.Scenario;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The page table, also while a kernel runs.
final class SoftAddressSpaceTest {

    @Test
    @Scenario(
            value = "G1",
            breaks = "a kernel that goes on with what it looked up before the unmap")
    void aMappingThatGoesAwayTooEarlyIsAFaultAtTheNextAccess() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            AddressSpace space = stepped.device.createAddressSpace("space");
            HeapRange range = new HeapRange(Device.DEVICE_HEAP, 0, 256);
            space.map(4096, List.of(range), true);
            run(
                    stepped,
                    space,
                    (memory, scalars) -> {
                        memory.putLong(0, 0, 1);
                        space.map(8192, List.of(range), true);
                        memory.putLong(0, 8, 1);
                        space.unmap(4096, 256);
                        memory.putLong(0, 16, 1);
                    });
            assertEquals(List.of("kernel@0!KERNEL_FAILED"), stepped.log);
            assertEquals(1, word(stepped, 0));
            assertEquals(1, word(stepped, 8));
            assertEquals(0, word(stepped, 16));
        }
    }

    @Test
    void anArgumentMayBeginInTheMiddleOfOneMappingAndEndInAnother() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            AddressSpace space = stepped.device.createAddressSpace("space");
            space.map(3840, List.of(new HeapRange(Device.DEVICE_HEAP, 0, 512)), true);
            space.map(4352, List.of(new HeapRange(Device.DEVICE_HEAP, 4096, 512)), true);
            run(
                    stepped,
                    space,
                    (memory, scalars) -> {
                        memory.putLong(0, 0, 256);
                        memory.putLong(0, 256, 4096);
                        memory.putLong(0, 8, memory.getLong(0, 0) + 1);
                        memory.putLong(0, 4096 - 8, 1);
                    });
            assertEquals(List.of("kernel@0!KERNEL_FAILED"), stepped.log);
            assertEquals(256, word(stepped, 256));
            assertEquals(257, word(stepped, 264));
            assertEquals(4096, word(stepped, 4096));
        }
    }

    @Test
    void aMillionMappings() {
        try (SteppedDevice stepped = new SteppedDevice()) {
            AddressSpace space = stepped.device.createAddressSpace("space");
            int count = 1_000_000;
            for (long i = 0; i < count; i++) {
                long address = 4096 + 512 * (i * 7919 % count);
                long offset = 256 * (i % 4096);
                space.map(address, List.of(new HeapRange(Device.DEVICE_HEAP, offset, 256)), true);
            }
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                            space.map(
                                    4096 + 512L * 777_777 - 256,
                                    List.of(new HeapRange(Device.DEVICE_HEAP, 0, 512)),
                                    true));
            run(stepped, space, (memory, scalars) -> memory.putLong(0, 2048, 5));
            assertEquals(List.of("kernel@0"), stepped.log);
            for (long i = 0; i < count; i += 1000) {
                space.unmap(4096 + 512 * i, 256);
            }
            space.close();
            space.map(0, List.of(new HeapRange(Device.DEVICE_HEAP, 0, 1 << 20)), true);
        }
    }

    private static void run(SteppedDevice stepped, AddressSpace space, JavaKernel body) {
        var kernel = stepped.device.load(new KernelCode.InJava("kernel", body));
        var argument = new BufferArgument(4096, List.of(), 4096, true);
        stepped.submit(
                QueueKind.COMPUTE,
                "kernel",
                new Command.Launch(kernel, List.of(argument), new long[0], Optional.of(space)));
        stepped.workers.runUntilIdle();
    }

    private static long word(SteppedDevice stepped, long offset) {
        return stepped.device
                .hostView(new HeapRange(Device.DEVICE_HEAP, offset, 8))
                .orElseThrow()
                .get(java.lang.foreign.ValueLayout.JAVA_LONG, 0);
    }
}
