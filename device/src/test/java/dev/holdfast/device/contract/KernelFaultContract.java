package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Isolation;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.KernelFaultException;
import dev.holdfast.device.KernelMemory;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Kernels that do what they must not: the command fails, memory is untouched, and nobody else
/// notices.
public interface KernelFaultContract extends Backend {

    @Test
    default void nothingOutsideTheArgumentIsReached() {
        long[] words = new long[4];
        byte[] bytes = new byte[4];
        List<JavaKernel> culprits =
                List.of(
                        (memory, scalars) -> memory.getLong(0, -1),
                        (memory, scalars) -> memory.getLong(0, 249),
                        (memory, scalars) -> memory.getLong(0, 256),
                        (memory, scalars) -> memory.getLong(0, Long.MAX_VALUE - 3),
                        (memory, scalars) -> memory.putLong(0, 249, 1),
                        (memory, scalars) -> memory.putLong(0, Long.MIN_VALUE, 1),
                        (memory, scalars) -> memory.read(0, 232, words, 0, 4),
                        (memory, scalars) -> memory.write(0, 232, words, 0, 4),
                        (memory, scalars) -> memory.read(0, 253, bytes, 0, 4),
                        (memory, scalars) -> memory.write(0, 253, bytes, 0, 4),
                        (memory, scalars) -> memory.read(0, 0, words, 1, 4),
                        (memory, scalars) -> memory.write(0, 0, words, -1, 1),
                        (memory, scalars) -> memory.getLong(1, 0),
                        (memory, scalars) -> memory.getLong(-1, 0));
        try (Rig rig = checked()) {
            HeapRange around = Rig.onDevice(0, 8192);
            rig.write(around, Pattern.of(7, 8192));
            for (int i = 0; i < culprits.size(); i++) {
                var kernel = rig.kernel("culprit-" + i, culprits.get(i));
                Fault fault =
                        rig.run(
                                QueueKind.COMPUTE,
                                rig.launch(kernel, true, around.slice(4096, 256)));
                assertNotNull(fault, "culprit " + i);
                assertEquals(FaultKind.KERNEL_FAILED, fault.kind());
                assertTrue(fault.message().contains("culprit-" + i), fault.message());
            }
            for (byte value : rig.readBytes(around)) {
                assertEquals(7, value);
            }
        }
    }

    @Test
    default void whatIsGivenToReadIsNotWritten() {
        List<JavaKernel> culprits =
                List.of(
                        (memory, scalars) -> memory.putLong(0, 0, 1),
                        (memory, scalars) -> memory.write(0, 0, new long[1], 0, 1),
                        (memory, scalars) -> memory.write(0, 0, new byte[1], 0, 1));
        try (Rig rig = checked()) {
            rig.write(Rig.onDevice(0, 256), Pattern.of(7, 256));
            for (JavaKernel culprit : culprits) {
                var kernel = rig.kernel("writer", culprit);
                Fault fault =
                        rig.run(QueueKind.COMPUTE, rig.launch(kernel, false, Rig.onDevice(0, 256)));
                assertNotNull(fault);
                assertEquals(FaultKind.KERNEL_FAILED, fault.kind());
            }
            assertEquals(7, rig.readBytes(Rig.onDevice(0, 256))[0]);
        }
    }

    @Test
    default void aReadOnlyMappingIsNotWrittenWhateverTheArgumentSays() {
        try (Rig rig = checked();
                AddressSpace space = rig.space()) {
            var kernel = rig.kernel("writer", (memory, scalars) -> memory.putLong(0, 0, 1));
            space.map(0, List.of(Rig.onDevice(0, 256)), false);
            var argument = new BufferArgument(0, List.of(), 256, true);
            Fault fault =
                    rig.run(
                            QueueKind.COMPUTE,
                            new Command.Launch(
                                    kernel, List.of(argument), new long[0], Optional.of(space)));
            assertNotNull(fault);
            assertTrue(fault.message().contains("read-only"), fault.message());
        }
    }

    @Test
    @Scenario(value = "I13", breaks = "a kernel fault that stops its queue or is reported as none")
    default void aKernelThatReadsWhereNothingIsMappedFailsAlone() {
        try (Rig rig = checked();
                AddressSpace space = rig.space()) {
            var reader =
                    rig.kernel(
                            "reader",
                            (memory, scalars) -> {
                                long[] words = new long[64];
                                memory.read(0, 0, words, 0, 64);
                            });
            var store = rig.kernel("store", (memory, scalars) -> memory.putLong(0, 0, 0xc0ffee));
            space.map(4096, List.of(Rig.onDevice(0, 256)), true);
            var halfMapped = new BufferArgument(4096, List.of(), 512, true);
            Fault fault =
                    rig.run(
                            QueueKind.COMPUTE,
                            new Command.Launch(
                                    reader, List.of(halfMapped), new long[0], Optional.of(space)));
            assertNotNull(fault);
            assertEquals(FaultKind.KERNEL_FAILED, fault.kind());
            assertTrue(fault.message().contains("reader"), fault.message());
            assertTrue(fault.message().contains("0x1100"), "names the address: " + fault.message());
            for (QueueKind queue : QueueKind.values()) {
                long at = (1L + queue.ordinal()) << 20;
                rig.runWell(queue, rig.launch(store, true, Rig.onDevice(at, 256)));
                assertEquals(0xc0ffee, rig.read(Rig.onDevice(at, 8))[0]);
            }
        }
    }

    @Test
    default void whateverAKernelThrowsFailsItsCommandAndNoOther() {
        List<JavaKernel> culprits =
                List.of(
                        (memory, scalars) -> {
                            throw new IllegalStateException("on purpose");
                        },
                        (memory, scalars) -> overflow(0),
                        (memory, scalars) -> {
                            throw new AssertionError("on purpose");
                        });
        try (Rig rig = Rig.open(this)) {
            for (JavaKernel culprit : culprits) {
                Fault fault =
                        rig.run(QueueKind.COMPUTE, rig.launch(rig.kernel("bad", culprit), true));
                assertNotNull(fault);
                assertEquals(FaultKind.KERNEL_FAILED, fault.kind());
                assertTrue(fault.message().contains("bad"), fault.message());
                rig.runWell(QueueKind.COMPUTE, new Command.Marker());
            }
        }
    }

    @Test
    default void aFaultThatTheKernelCatchesIsStillOne() {
        try (Rig rig = checked()) {
            var kernel =
                    rig.kernel(
                            "silent",
                            (memory, scalars) ->
                                    assertThrows(
                                            KernelFaultException.class,
                                            () -> memory.getLong(0, 1 << 20)));
            Fault fault =
                    rig.run(QueueKind.COMPUTE, rig.launch(kernel, true, Rig.onDevice(0, 256)));
            assertNotNull(fault);
            assertEquals(FaultKind.KERNEL_FAILED, fault.kind());
        }
    }

    @Test
    default void anAccessorIsDeadAfterItsLaunchAndForeignToOtherThreads() throws Exception {
        try (Rig rig = checked()) {
            AtomicReference<KernelMemory> kept = new AtomicReference<>();
            AtomicReference<Throwable> elsewhere = new AtomicReference<>();
            var kernel =
                    rig.kernel(
                            "leaky",
                            (memory, scalars) -> {
                                kept.set(memory);
                                join(
                                        Threads.start(() ->
                                                elsewhere.set(
                                                        assertThrows(
                                                                KernelFaultException.class,
                                                                () -> memory.putLong(0, 0, 1)))));
                                memory.putLong(0, 8, 2);
                            });
            rig.write(Rig.onDevice(0, 256), new long[32]);
            assertNull(rig.run(QueueKind.COMPUTE, rig.launch(kernel, true, Rig.onDevice(0, 256))));
            assertNotNull(elsewhere.get());
            assertThrows(KernelFaultException.class, () -> kept.get().putLong(0, 16, 3));
            var next = rig.kernel("next", (memory, scalars) -> kept.get().putLong(0, 24, 4));
            assertNotNull(rig.run(QueueKind.COMPUTE, rig.launch(next, true)));
            long[] words = rig.read(Rig.onDevice(0, 256));
            assertEquals(0, words[0]);
            assertEquals(2, words[1]);
            assertEquals(0, words[2]);
            assertEquals(0, words[3]);
        }
    }

    private Rig checked() {
        Rig rig = Rig.open(this);
        if (rig.device().info().isolation() != Isolation.CHECKED) {
            rig.close();
        }
        assumeTrue(
                rig.device().info().isolation() == Isolation.CHECKED,
                "not run: this device does not check what kernels touch");
        return rig;
    }

    private static int overflow(int depth) {
        return depth < 0 ? 0 : overflow(depth + 1) + 1;
    }

    private static void join(Threads.Started thread) {
        try {
            thread.join();
        } catch (Exception thrown) {
            throw new AssertionError(thrown);
        }
    }
}
