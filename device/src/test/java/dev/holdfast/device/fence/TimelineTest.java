package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class TimelineTest {
    private static final int LINKS = 4096;

    private final Fault fault = Fault.of(FaultKind.COPY_FAILED, "copy failed");
    private final Timeline line = new Timeline("copies");
    private final List<SettableFence> works = new ArrayList<>();
    private final List<Fence> points = new ArrayList<>();

    private void attach(int count) {
        for (int i = 0; i < count; i++) {
            works.add(new SettableFence());
            points.add(line.attach(works.getLast()));
        }
    }

    private long settledPoints() {
        return points.stream().filter(Fence::isSettled).count();
    }

    @Test
    void anEmptyTimelineHasSettled() {
        assertTrue(line.newest().isSettled());
        attach(2);
        assertSame(points.get(1), line.newest());
        assertEquals("Fence(pending at copies:2)", points.get(1).toString());
        assertEquals("copies", line.name());
    }

    @Test
    @Scenario(
            value = "H8",
            breaks = "an attached fence settles without waiting for the point before")
    void forwardEachPointSettlesWithItsWork() {
        attach(LINKS);
        for (int i = 0; i < LINKS; i++) {
            assertFalse(points.get(i).isSettled());
            works.get(i).signal();
            assertTrue(points.get(i).isSettled());
        }
    }

    @Test
    @Scenario(
            value = "H8",
            breaks = "an attached fence settles without waiting for the point before")
    void backwardNothingSettlesBeforeTheFirst() {
        attach(LINKS);
        for (int i = LINKS - 1; i > 0; i--) {
            works.get(i).signal();
        }
        assertEquals(0, settledPoints());
        works.get(0).signal();
        assertEquals(LINKS, settledPoints());
    }

    @Test
    @Scenario(
            value = {"H8", "H14"},
            breaks = "a point settles with its work alone, so that the timeline goes back")
    void inAnyOrderAPointHasSettledIfAndOnlyIfAllWorkUpToItHas() {
        attach(512);
        List<Integer> order =
                new ArrayList<>(LongStream.range(0, 512).boxed().map(Long::intValue).toList());
        Collections.shuffle(order, new Random(8));
        for (int next : order) {
            works.get(next).settle(next % 7 == 0 ? Optional.of(fault) : Optional.empty());
            int reached = 0;
            while (reached < 512 && works.get(reached).isSettled()) {
                reached++;
            }
            for (int i = 0; i < 512; i++) {
                assertEquals(i < reached, points.get(i).isSettled());
            }
        }
    }

    @Test
    @Scenario(value = "39", breaks = "the point before is a data dependency")
    void aFaultIsTheMembersOwn() {
        attach(3);
        works.get(1).fail(fault);
        works.get(2).signal();
        works.get(0).signal();
        assertFalse(points.get(0).isFailed());
        assertEquals(Optional.of(fault), points.get(1).fault());
        assertTrue(points.get(2).isSettled() && !points.get(2).isFailed());
    }

    @Test
    @Scenario(
            value = "39",
            breaks = "taking the number and replacing the newest are two steps, or are not locked")
    void manyThreadsAttachWhileMembersSettleAndFail() throws Exception {
        List<List<Fence>> attached = new ArrayList<>();
        List<Threads.Started> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            List<Fence> mine = new ArrayList<>();
            attached.add(mine);
            int salt = t;
            threads.add(Threads.start(() -> attachAndSettle(mine, salt)));
        }
        Threads.Started watcher = Threads.start(this::watch);
        for (Threads.Started thread : threads) {
            thread.join();
        }
        assertTrue(line.newest().isSettled());
        line.attach(Fence.failed(fault));
        watcher.join();
        long[] seqnos =
                attached.stream()
                        .flatMap(List::stream)
                        .mapToLong(TimelineTest::seqno)
                        .sorted()
                        .toArray();
        assertEquals(
                LongStream.rangeClosed(1, 4 * LINKS).boxed().toList(),
                LongStream.of(seqnos).boxed().toList());
        for (List<Fence> mine : attached) {
            long last = 0;
            for (Fence fence : mine) {
                assertTrue(fence.isSettled() && seqno(fence) > last);
                last = seqno(fence);
            }
        }
    }

    private void attachAndSettle(List<Fence> mine, int salt) {
        SettableFence open = new SettableFence();
        for (int i = 0; i < LINKS; i++) {
            SettableFence work = new SettableFence();
            mine.add(line.attach(work));
            open.settle((i + salt) % 5 == 0 ? Optional.of(fault) : Optional.empty());
            open = work;
        }
        open.signal();
    }

    /// Until the newest has failed: whenever it has settled, what was newest before has too.
    private void watch() {
        Fence before = line.newest();
        Fence now = before;
        while (!now.isFailed() || seqno(now) <= 4 * LINKS) {
            now = line.newest();
            if (now.isSettled()) {
                assertTrue(before.isSettled(), before + " before " + now);
            }
            before = now;
            Thread.onSpinWait();
        }
    }

    private static long seqno(Fence fence) {
        return fence.point().map(TimelinePoint::seqno).orElse(0L);
    }

    @Test
    void attachingSettledWorkUnderALockSettlesWhenItIsLetGo() {
        LockMark.set("the test lock");
        Fence attached;
        try {
            attached = line.attach(Fence.failed(fault));
        } finally {
            LockMark.clear();
        }
        assertEquals(Optional.of(fault), attached.fault());
        attach(1);
        works.getFirst().signal();
        assertTrue(line.newest().isSettled());
    }

    @Test
    void attachingTheNewestToItselfIsNoRing() {
        attach(1);
        Fence again = line.attach(line.newest());
        assertFalse(again.isSettled());
        works.getFirst().signal();
        assertTrue(again.isSettled());
    }

    @Test
    @Scenario(
            value = {"38", "H14"},
            breaks = "points of different timelines are compared by their numbers")
    void pointsCompareOnOneTimelineOnly() {
        TimelinePoint first = new TimelinePoint(line, 1);
        TimelinePoint far = new TimelinePoint(line, 1L << 40);
        assertTrue(far.isLaterThan(first));
        assertFalse(first.isLaterThan(far));
        assertFalse(first.isLaterThan(new TimelinePoint(line, 1)));
        TimelinePoint elsewhere = new TimelinePoint(new Timeline("copies"), 2);
        assertThrows(IllegalArgumentException.class, () -> elsewhere.isLaterThan(first));
        assertThrows(IllegalArgumentException.class, () -> first.isLaterThan(elsewhere));
    }
}
