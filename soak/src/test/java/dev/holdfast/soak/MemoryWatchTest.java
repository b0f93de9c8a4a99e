package dev.holdfast.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.soak.MemoryWatch.Growth;
import dev.holdfast.soak.MemoryWatch.Sample;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {
    private static final long HEAP = 256 << 20;

    /// A process whose memory outside the heap is so many MiB at each look.
    private static List<Growth> growth(int looks, IntToLongFunction mebi) {
        MemoryWatch watch = new MemoryWatch(Duration.ofMinutes(10));
        for (int i = 0; i < looks; i++) {
            long outside = mebi.applyAsLong(i) << 20;
            watch.add(new Sample(OptionalLong.of(HEAP + outside), 5 << 20, HEAP));
        }
        return watch.growth();
    }

    @Test
    void whatGrowsWhileItWarmsUpIsFlat() {
        List<Growth> growth = growth(100, look -> Math.min(300, 100 + 10L * look));

        assertTrue(growth.stream().allMatch(each -> each.judged() && each.isFlat()), "" + growth);
    }

    @Test
    void oneLookThatIsHighMeansNothing() {
        assertTrue(growth(100, look -> look == 99 ? 900 : 200).stream().allMatch(Growth::isFlat));
    }

    @Test
    void aSlowLeakIsFoundInWhatIsOutsideTheHeap() {
        List<Growth> growth = growth(100, look -> 200 + look / 4);

        assertFalse(growth.get(1).isFlat(), "" + growth);
        assertEquals("outside the Java heap", growth.get(1).what());
    }

    @Test
    void aFewLooksSayNothing() {
        assertTrue(growth(10, look -> 100L * (look + 1)).stream().noneMatch(Growth::judged));
    }

    @Test
    void whereNobodyTellsThereIsNoVerdict() {
        MemoryWatch watch = new MemoryWatch(Duration.ofMinutes(10));
        for (int i = 0; i < 100; i++) {
            watch.add(new Sample(OptionalLong.empty(), 5 << 20, HEAP));
        }
        assertFalse(watch.growth().getFirst().judged());
        assertTrue(watch.growth().getLast().judged());
    }

    @Test
    void theKernelsOwnWordsAreRead() {
        List<String> status = List.of("VmPeak:\t  999 kB", "VmRSS:\t  123456 kB");

        assertEquals(OptionalLong.of(123456L << 10), MemoryWatch.parse(status));
        assertEquals(OptionalLong.empty(), MemoryWatch.parse(List.of("Name: java")));
    }
}
