package dev.holdfast.device.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.testing.Threads;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

final class FaultPlanTest {
    private static final int VISITS = 100_000;

    private static FaultPlan plan(long seed, String... specs) {
        return FaultPlan.of(seed, List.of(specs).stream().map(FaultSpec::parse).toList());
    }

    private static BitSet hits(FaultPlan plan, FaultSite site) {
        BitSet hits = new BitSet();
        for (int i = 0; i < VISITS; i++) {
            hits.set(i, plan.visit(site).isPresent());
        }
        return hits;
    }

    /// Within five standard deviations: with the fixed seeds of this test, always or never.
    private static void assertShare(double share, long count, long of) {
        double expected = share * of;
        double slack = 5 * Math.sqrt(of * share * (1 - share));
        assertTrue(Math.abs(count - expected) <= slack, count + " of " + of + " for " + share);
    }

    @Test
    void anEmptyPlanCountsAndDoesNothing() {
        FaultPlan none = FaultPlan.none();
        assertTrue(none.isEmpty());
        assertEquals(Optional.empty(), none.visit(FaultSite.CLEAR));
        assertEquals(1, none.visits(FaultSite.CLEAR));
        assertEquals(0, none.visits(FaultSite.KERNEL));
        assertEquals(0, none.injected());
    }

    @Test
    void theNthVisitIsHitOnceAndEachSiteCountsForItself() {
        FaultPlan plan = plan(1, "copy-in:fail@#3");
        plan.visit(FaultSite.COPY_OUT);
        assertEquals(Optional.empty(), plan.visit(FaultSite.COPY_IN));
        assertEquals(Optional.empty(), plan.visit(FaultSite.COPY_IN));
        assertEquals(Optional.of(new FaultAction.Fail()), plan.visit(FaultSite.COPY_IN));
        assertEquals(Optional.empty(), plan.visit(FaultSite.COPY_IN));
        assertEquals(1, plan.injected());
    }

    @Test
    void theFirstSpecThatAppliesWins() {
        FaultPlan plan = plan(1, "kernel:hang@#2", "kernel:fail@always");
        assertEquals(Optional.of(new FaultAction.Fail()), plan.visit(FaultSite.KERNEL));
        assertEquals(Optional.of(new FaultAction.Hang()), plan.visit(FaultSite.KERNEL));
    }

    @Test
    void hitsAreCountedForEachSpec() {
        FaultPlan plan = plan(1, "kernel:hang@#2", "kernel:fail@always", "clear:fail@always");
        for (int i = 0; i < 3; i++) {
            plan.visit(FaultSite.KERNEL);
        }
        assertEquals(1, plan.injected(FaultSpec.parse("kernel:hang@#2")));
        assertEquals(2, plan.injected(FaultSpec.parse("kernel:fail@always")));
        assertEquals(0, plan.injected(FaultSpec.parse("clear:fail@always")));
        assertEquals(0, plan.injected(FaultSpec.parse("clear:hang@always")));
        assertEquals(3, plan.injected());
    }

    @Test
    void aSeedRepeatsItsRunAndAnotherDoesNot() {
        BitSet first = hits(plan(42, "copy-in:fail@5%"), FaultSite.COPY_IN);
        assertEquals(first, hits(plan(42, "copy-in:fail@5%"), FaultSite.COPY_IN));
        assertNotEquals(first, hits(plan(43, "copy-in:fail@5%"), FaultSite.COPY_IN));
    }

    @Test
    void whatHappensElsewhereChangesNothing() {
        FaultPlan busy = plan(42, "copy-in:fail@5%");
        BitSet hits = new BitSet();
        for (int i = 0; i < VISITS; i++) {
            busy.visit(FaultSite.KERNEL);
            hits.set(i, busy.visit(FaultSite.COPY_IN).isPresent());
        }
        assertEquals(hits(plan(42, "copy-in:fail@5%"), FaultSite.COPY_IN), hits);
    }

    @Test
    void sharesAreMet() {
        for (double percent : new double[] {0.1, 5, 50, 95}) {
            for (long seed = 0; seed < 5; seed++) {
                FaultPlan plan = plan(seed, "clear:fail@" + percent + "%");
                hits(plan, FaultSite.CLEAR);
                assertShare(percent / 100, plan.injected(), VISITS);
            }
        }
        assertEquals(0, hits(plan(7, "clear:fail@0%"), FaultSite.CLEAR).cardinality());
        assertEquals(VISITS, hits(plan(7, "clear:fail@100%"), FaultSite.CLEAR).cardinality());
    }

    @Test
    void sitesAndNeighbouringSeedsAreIndependent() {
        BitSet in = hits(plan(42, "copy-in:fail@50%"), FaultSite.COPY_IN);
        BitSet out = hits(plan(42, "copy-out:fail@50%"), FaultSite.COPY_OUT);
        out.xor(in);
        assertShare(0.5, out.cardinality(), VISITS);
        BitSet next = hits(plan(43, "copy-in:fail@50%"), FaultSite.COPY_IN);
        next.xor(in);
        assertShare(0.5, next.cardinality(), VISITS);
    }

    @Test
    void twoSharesOfOneSiteAreIndependent() {
        FaultPlan plan = plan(42, "copy-in:fail@50%", "copy-in:hang@50%");
        int hangs = 0;
        for (int i = 0; i < VISITS; i++) {
            if (plan.visit(FaultSite.COPY_IN).equals(Optional.of(new FaultAction.Hang()))) {
                hangs++;
            }
        }
        assertShare(0.25, hangs, VISITS);
    }

    @Test
    void aDrawSaysNothingOfWhetherTheVisitWasHit() {
        FaultPlan plan = plan(42, "copy-in:fail@5%");
        int hits = 0;
        int large = 0;
        for (long visit = 1; visit <= VISITS; visit++) {
            if (plan.visit(FaultSite.COPY_IN).isPresent()) {
                hits++;
                large += plan.draw(FaultSite.COPY_IN, visit) < 0 ? 1 : 0;
            }
        }
        assertShare(0.5, large, hits);
    }

    @Test
    void visitsAreCountedAcrossThreads() throws Exception {
        FaultPlan plan = plan(42, "copy-in:fail@5%");
        List<Threads.Started> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Threads.start(() -> {
                        for (int visit = 0; visit < VISITS / 4; visit++) {
                            plan.visit(FaultSite.COPY_IN);
                        }
                    }));
        }
        for (Threads.Started thread : threads) {
            thread.join();
        }
        assertEquals(VISITS, plan.visits(FaultSite.COPY_IN));
        FaultPlan alone = plan(42, "copy-in:fail@5%");
        hits(alone, FaultSite.COPY_IN);
        assertEquals(alone.injected(), plan.injected());
    }

    @Test
    void aHitKnowsItsOwnVisitWhateverOtherThreadsVisit() throws Exception {
        FaultPlan plan = plan(42, "clear:fail@always");
        ConcurrentLinkedQueue<FaultHit> hits = new ConcurrentLinkedQueue<>();
        List<Threads.Started> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Threads.start(() -> {
                        for (int visit = 0; visit < 5000; visit++) {
                            hits.add(plan.hit(FaultSite.CLEAR).orElseThrow());
                        }
                    }));
        }
        for (Threads.Started thread : threads) {
            thread.join();
        }
        BitSet visits = new BitSet();
        for (FaultHit hit : hits) {
            assertEquals(plan.draw(FaultSite.CLEAR, hit.visit()), hit.draw());
            visits.set((int) hit.visit());
        }
        assertEquals(20_000, visits.cardinality(), "each visit was somebody's");
        assertEquals(1, visits.nextSetBit(0));
    }
}
