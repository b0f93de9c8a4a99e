package dev.holdfast.sim.outside;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.world.SimWorkers;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class SharedDeviceTest {
    private static final long[] WORDS = {11, 12, 13, 14};

    private final SimWorkers workers = new SimWorkers(fence -> {});
    private final Verdict verdict = new Verdict();
    private final List<Boolean> early = new ArrayList<>();
    private long[] left = {};

    private SharedDevice open(boolean flat) {
        DeviceProvider provider =
                ServiceLoader.load(DeviceProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(each -> each.name().equals(flat ? "soft-flat" : "soft"))
                        .findFirst()
                        .orElseThrow();
        return SharedDevice.open(
                flat,
                DeviceOptions.of(4096, 4096),
                1024,
                verdict,
                (which, options) -> provider.open(options, workers));
    }

    private AdoptedMemory adopt(SharedDevice device) {
        return device.adopt(
                        WORDS,
                        WORDS.length,
                        (words, before) -> {
                            left = words;
                            early.add(before);
                        })
                .orElseThrow();
    }

    private void runAll() {
        while (workers.runnable() > 0) {
            workers.run(0);
        }
    }

    @Test
    void theRoomBehindIsNobodysHeap() {
        for (boolean flat : List.of(false, true)) {
            try (SharedDevice device = open(flat)) {
                assertEquals(4096, device.heaps().get(Device.DEVICE_HEAP).sizeBytes());
                assertTrue(device.hostView(new HeapRange(0, 0, 4096)).isPresent());
                assertFalse(device.hostView(new HeapRange(0, 4096, 8)).isPresent());
            }
        }
    }

    @Test
    void commandsReachAdoptedMemoryByItsRange() {
        try (SharedDevice device = open(true)) {
            AdoptedMemory memory = adopt(device);
            long[] words = new long[WORDS.length];
            device.read(List.of(memory.range()), words, words.length);
            assertArrayEquals(WORDS, words);

            device.queue(QueueKind.COPY_IN)
                    .submit(new Command.Fill(List.of(memory.range())), fault -> {});
            runAll();
            memory.release();

            assertArrayEquals(new long[WORDS.length], left);
            assertEquals(List.of(true), early);
            assertFalse(verdict.isReached());
        }
    }

    @Test
    void memoryThatGoesBackUnderACommandIsNoticed() {
        try (SharedDevice device = open(false)) {
            AdoptedMemory memory = adopt(device);
            device.queue(QueueKind.COPY_IN)
                    .submit(new Command.Fill(List.of(memory.range())), fault -> {});
            memory.release();

            assertEquals("P4", verdict.finding().promise());
            runAll();
        }
    }

    @Test
    void aCommandThatComesTooLateIsNoticed() {
        try (SharedDevice device = open(false)) {
            AdoptedMemory memory = adopt(device);
            memory.release();
            device.queue(QueueKind.COPY_IN)
                    .submit(new Command.Fill(List.of(memory.range())), fault -> {});

            assertEquals("P4", verdict.finding().promise());
            runAll();
        }
    }

    @Test
    void whatIsLeftGoesWithTheDevice() {
        SharedDevice device = open(false);
        AdoptedMemory memory = adopt(device);
        device.close();

        assertTrue(memory.released().isSettled());
        assertEquals(List.of(false), early);
    }
}
