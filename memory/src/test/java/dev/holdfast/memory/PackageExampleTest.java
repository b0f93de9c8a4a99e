package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.device.Device;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// The whole life of a program, as its author writes it: open, create, submit, await, map, close.
final class PackageExampleTest {
    @Test
    void squaresOfTheFirstNumbers() throws Exception {
        // the rig stands for a device that runs by itself and a thread that may wait for it
        try (Rig rig = new Rig(64 << 10, 64 << 10);
                Client client = rig.manager().client("example")) {
            Device device = rig.manager().device();
            Kernel count =
                    device.load(
                            new KernelCode.InJava(
                                    "count",
                                    (memory, scalars) -> {
                                        for (long i = 0; i < scalars[0]; i++) {
                                            memory.putLong(0, 8 * i, i);
                                        }
                                    }));
            Kernel square =
                    device.load(
                            new KernelCode.InJava(
                                    "square",
                                    (memory, scalars) -> {
                                        for (long i = 0; i < scalars[0]; i++) {
                                            long number = memory.getLong(0, 8 * i);
                                            memory.putLong(1, 8 * i, number * number);
                                        }
                                    }));
            BufferHandle numbers = client.create("numbers", 800);
            BufferHandle squares = client.create("squares", 800);
            client.submit(Work.launch(count, 100).overwrites(numbers)).orThrow();
            Fence done =
                    client.submit(Work.launch(square, 100).reads(numbers).overwrites(squares))
                            .orThrow();
            numbers.close();
            assertEquals(true, rig.meanwhile(() -> done.await().isSettled()));
            try (HostMapping mapping = rig.meanwhile(() -> squares.map(Access.READ).orThrow())) {
                for (int i = 0; i < 100; i++) {
                    long found = mapping.segment().getAtIndex(ValueLayout.JAVA_LONG, i);
                    assertEquals((long) i * i, found);
                }
            }
        }
    }
}
