package dev.holdfast.memory.region;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.InvariantError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExtentListTest {
    private static GrantedExtent granted(long offset, long sizeBytes) {
        return new GrantedExtent(
                new Extent(offset, sizeBytes), FenceJoin.empty(), ContentTag.MIXED);
    }

    private static ExtentList list() {
        return ExtentList.of(
                2, List.of(granted(4096, 512), granted(0, 256), granted(256, 256)), 900);
    }

    @Test
    void rangesAscendNeighboursAreOneAndTheSlackIsKnown() {
        ExtentList list = list();
        assertEquals(List.of(new HeapRange(2, 0, 512), new HeapRange(2, 4096, 512)), list.ranges());
        assertEquals(
                List.of(new HeapRange(2, 0, 512), new HeapRange(2, 4096, 388)),
                list.contentRanges());
        assertEquals(900, list.sizeBytes());
        assertEquals(1024, list.spaceBytes());
    }

    @Test
    void aSlackOfWholeRangesIsNoContent() {
        ExtentList list = ExtentList.of(0, List.of(granted(0, 256), granted(512, 256)), 256);
        assertEquals(List.of(new HeapRange(0, 0, 256)), list.contentRanges());
        assertEquals(2, list.ranges().size());
    }

    @Test
    void theLastReleaseEmptiesItForGood() {
        ExtentList list = list();
        assertTrue(list.acquire());
        list.release();
        assertEquals(2, list.ranges().size(), "readable while one is left");
        list.release();
        assertFalse(list.acquire());
        assertThrows(InvariantError.class, list::ranges);
        assertThrows(InvariantError.class, list::contentRanges);
        assertThrows(InvariantError.class, list::release);
        assertFalse(list.acquire(), "an excess release brings nothing back");
        assertEquals(0, list.holders());
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ExtentList.of(0, List.of(granted(0, 256)), 257));
        assertThrows(
                IllegalArgumentException.class,
                () -> ExtentList.of(0, List.of(granted(0, 256)), 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> ExtentList.of(0, List.of(granted(0, 512), granted(256, 256)), 100));
    }

    /// Whoever got a reference reads the whole list, however the owner's release falls.
    @Test
    void aReferenceHadIsAListReadable() throws InterruptedException {
        AtomicInteger wrong = new AtomicInteger();
        for (int round = 0; round < 500; round++) {
            ExtentList list = list();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                threads.add(Thread.ofPlatform().start(() -> read(list, wrong)));
            }
            list.release();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(0, list.holders());
        }
        assertEquals(0, wrong.get());
    }

    private static void read(ExtentList list, AtomicInteger wrong) {
        if (list.acquire()) {
            try {
                wrong.addAndGet(list.ranges().size() == 2 ? 0 : 1);
            } catch (InvariantError emptied) {
                wrong.incrementAndGet();
            }
            list.release();
        }
    }
}
