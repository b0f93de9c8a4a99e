package dev.holdfast.sim.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.HeapRange;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.shape.Mark;
import dev.holdfast.sim.shape.Marks;
import dev.holdfast.sim.watch.Rudeness.Outburst;
import dev.holdfast.sim.world.Chance;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Drivers that throw: what each call promises, and what the account has of it.
final class RudenessTest {
    private static final int CALLS = 20_000;

    private final Marks marks = new Marks();
    private final Verdict verdict = new Verdict();

    private Rudeness drawn(int oneIn, boolean errors) {
        return new Rudeness(new Chance(7), oneIn, errors, marks);
    }

    @Test
    void politeDriverThrowsNothing() {
        Rudeness polite = drawn(0, true);
        for (int i = 0; i < CALLS; i++) {
            assertEquals(Optional.empty(), polite.next());
        }
        assertFalse(polite.throwsErrors());
    }

    @Test
    void exceptionPromisesThatNothingWasDoneAndErrorsPromiseNothing() {
        Rudeness rude = drawn(20, true);
        Set<String> messages = new HashSet<>();
        int thrown = 0;
        int done = 0;
        for (int i = 0; i < CALLS; i++) {
            Optional<Outburst> next = rude.next();
            if (next.isPresent()) {
                Outburst outburst = next.get();
                thrown++;
                done += outburst.allTheSame() ? 1 : 0;
                assertTrue(messages.add(outburst.thrown().getMessage()));
                assertTrue(Rudeness.isFromDriver(outburst.thrown()));
                assertEquals(outburst.isRefusal(), outburst.thrown() instanceof RuntimeException);
                assertFalse(outburst.isRefusal() && outburst.allTheSame());
                assertThrows(outburst.thrown().getClass(), outburst::raise);
            }
        }
        assertTrue(thrown > CALLS / 20, thrown + " in bursts");
        assertTrue(done > 0);
        assertTrue(marks.count(Mark.DRIVER_THREW) > 0 && marks.count(Mark.DRIVER_ERROR) > 0);
        assertTrue(rude.hasRefused() && rude.hasDoubts());
    }

    @Test
    void withoutErrorsNobodyIsLeftInDoubt() {
        Rudeness rude = drawn(2, false);
        for (int i = 0; i < CALLS; i++) {
            assertTrue(rude.next().map(Outburst::isRefusal).orElse(true));
        }
        assertFalse(rude.hasDoubts());
    }

    /// What is mapped behind the watch is what the watch says, whatever was thrown, and whoever
    /// unmaps after an error learns that nothing is mapped there.
    @Test
    void accountOfPageTableIsRightAfterWhateverWasThrown() {
        Table table = new Table();
        var space =
                new WatchedSpace(
                        table, "a", verdict, () -> true, new AddressUsers(), drawn(3, true));
        List<HeapRange> ranges = List.of(new HeapRange(0, 0, 256));
        for (int i = 0; i < CALLS; i++) {
            try {
                space.map(256, ranges, true);
                unmap(space);
            } catch (RuntimeException refused) {
                assertTrue(Rudeness.isFromDriver(refused), refused::toString);
            } catch (Error doubted) {
                unmap(space);
            }
            assertFalse(table.mapped);
        }
        assertEquals(null, verdict.finding());
    }

    /// As often as it takes.
    private static void unmap(WatchedSpace space) {
        while (true) {
            try {
                space.unmap(256, 256);
                return;
            } catch (IllegalArgumentException none) {
                return;
            } catch (RuntimeException | Error thrown) {
                assertTrue(Rudeness.isFromDriver(thrown), thrown::toString);
            }
        }
    }

    private static final class Table implements AddressSpace {
        private boolean mapped;

        @Override
        public void map(long address, List<HeapRange> ranges, boolean writable) {
            mapped = true;
        }

        @Override
        public void unmap(long address, long sizeBytes) {
            mapped = false;
        }

        @Override
        public long granuleBytes() {
            return 256;
        }

        @Override
        public long limitBytes() {
            return 1 << 20;
        }

        @Override
        public void close() {}
    }
}
