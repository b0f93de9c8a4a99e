package dev.holdfast.memory.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.device.fence.LockMark;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A trace sink is told of everything, in the order of submission, once the ledger is free.
final class TraceSinkTest {
    private final Notes notes = new Notes();
    private final Rig rig =
            new Rig(
                    new ManualDevice(16 << 10, 64 << 10, 16 << 10),
                    MemoryOptions.defaults().traceTo(notes));
    private final Client client = rig.manager().client("a");

    /// Writes down what it is told, and that it is told where it may do anything.
    private static final class Notes implements TraceSink {
        private final List<String> lines = new ArrayList<>();

        private void note(String line) {
            LockMark.forbid(line);
            SignallingSection.forbid(line);
            lines.add(line);
        }

        @Override
        public void buffer(long id, long sizeBytes, String client) {
            note("buffer " + id + " " + sizeBytes + " " + client);
        }

        @Override
        public void uploaded(long id) {
            note("uploaded " + id);
        }

        @Override
        public void operation(String name, List<Long> reads, List<Long> writes) {
            note(name + " " + reads + " " + writes);
        }

        @Override
        public void freed(long id) {
            note("freed " + id);
        }
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void everythingInTheOrderOfSubmission() {
        BufferHandle one = client.create("one", 4096);
        BufferHandle two = client.create("two", 4096);
        rig.submit(one, rig.write(one, 1));
        rig.submit(two, rig.bump(two, -1));
        rig.submit(one, rig.check(one, 1).reads(one).overwrites(two));
        one.close();
        assertEquals(
                List.of(
                        "buffer 2 4096 a",
                        "buffer 3 4096 a",
                        "write [] [2]",
                        "bump [3] [3]",
                        "check [2] [3]",
                        "freed 2"),
                notes.lines);
    }

    @Test
    void contentThatCameFromTheHost() throws Exception {
        try (Arena arena = Arena.ofShared()) {
            BufferHandle lent = client.createFrom("lent", arena.allocate(256));
            BufferHandle mapped = client.create("mapped", 256);
            rig.meanwhile(() -> mapped.map(Access.OVERWRITE).orThrow()).close();
            rig.meanwhile(() -> mapped.map(Access.READ).orThrow()).close();
            lent.close();
            assertEquals(
                    List.of(
                            "buffer 2 256 a",
                            "uploaded 2",
                            "buffer 3 256 a",
                            "uploaded 3",
                            "freed 2"),
                    notes.lines);
            rig.settle();
        }
    }

    @Test
    void whatIsRefusedIsNotToldAndWhatWaitsIsToldWhenItIsPlaced() {
        BufferHandle large = client.create("large", 32 << 10);
        BufferHandle small = client.create("small", 256);
        SettableFence gate = new SettableFence();
        client.trySubmit(rig.write(large, 1));
        rig.submit(small, rig.write(small, 1).after(gate));
        assertEquals(List.of("buffer 2 32768 a", "buffer 3 256 a"), notes.lines);
        gate.signal();
        rig.settle();
        assertEquals("write [] [3]", notes.lines.getLast());
        assertEquals(3, notes.lines.size());
    }
}
