package dev.holdfast.soft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Resets in the middle of writing kernels, on real threads.
final class LiveResetTest {
    private static final int BYTES = 1 << 20;
    private static final HeapRange TARGET = new HeapRange(Device.DEVICE_HEAP, 0, BYTES);

    /// A kernel that writes as fast as it can and never ends by itself. After each reset the memory
    /// belongs to somebody else: what is put there must stay.
    @Test
    @Scenario(value = "9", breaks = "bulk writes that look for a revocation once and not by tile")
    void noByteIsWrittenAfterAReset() throws Exception {
        PlatformWorkers workers = new PlatformWorkers("live-reset");
        SoftDevice device = SoftDevice.open(DeviceOptions.of(BYTES, BYTES), workers);
        MemorySegment view = device.hostView(TARGET).orElseThrow();
        for (int round = 0; round < 60; round++) {
            CountDownLatch writing = new CountDownLatch(1);
            CompletableFuture<Fault> result = new CompletableFuture<>();
            boolean bulk = round % 2 == 0;
            device.queue(QueueKind.COMPUTE).submit(launch(device, bulk, writing), result::complete);
            writing.await();
            for (int spins = 0; spins < round * 100; spins++) {
                Thread.onSpinWait();
            }
            assertInstanceOf(ResetOutcome.Reset.class, device.reset(QueueKind.COMPUTE));
            view.fill((byte) 0);
            Fault fault = result.get();
            assertNotNull(fault);
            assertEquals(FaultKind.REVOKED, fault.kind());
            CompletableFuture<Fault> marker = new CompletableFuture<>();
            device.queue(QueueKind.COMPUTE).submit(new Command.Marker(), marker::complete);
            assertNull(marker.get());
            for (int at = 0; at < BYTES; at += 8) {
                assertEquals(0, view.get(ValueLayout.JAVA_LONG, at), "byte " + at);
            }
        }
        assertEquals(60, device.usage().resets());
        device.close();
        workers.close();
    }

    private static Command launch(SoftDevice device, boolean bulk, CountDownLatch writing) {
        long[] words = new long[BYTES / 8];
        java.util.Arrays.fill(words, -1);
        Kernel kernel =
                device.load(
                        new KernelCode.InJava(
                                "endless",
                                (memory, scalars) -> {
                                    for (long at = 0; ; at = (at + 8) % BYTES) {
                                        if (bulk) {
                                            memory.write(0, 0, words, 0, words.length);
                                        } else {
                                            memory.putLong(0, at, -1);
                                        }
                                        writing.countDown();
                                    }
                                }));
        return new Command.Launch(
                kernel,
                List.of(new BufferArgument(0, List.of(TARGET), BYTES, true)),
                new long[0],
                Optional.empty());
    }
}
