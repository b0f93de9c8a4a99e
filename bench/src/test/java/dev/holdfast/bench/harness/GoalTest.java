package dev.holdfast.bench.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoalTest {
    private static Estimate between(double low, double high) {
        return new Estimate((low + high) / 2, low, high, 9);
    }

    @Test
    void aGoalIsMetOrMissedOnlyByTheWholeInterval() {
        Goal most = new Goal.AtMost(2);
        assertEquals(Verdict.MET, most.judge(between(1, 2)));
        assertEquals(Verdict.NOT_RESOLVED, most.judge(between(1.5, 2.5)));
        assertEquals(Verdict.MISSED, most.judge(between(2.1, 2.5)));

        Goal least = new Goal.AtLeast(2);
        assertEquals(Verdict.MET, least.judge(between(2, 3)));
        assertEquals(Verdict.NOT_RESOLVED, least.judge(between(1.5, 2.5)));
        assertEquals(Verdict.MISSED, least.judge(between(1, 1.9)));

        assertEquals(Verdict.REPORTED, new Goal.Wish(2).judge(between(3, 4)));
    }

    @Test
    void theIntervalHoldsTheMedianAndNarrowsWithMoreRounds() {
        Estimate few = Estimate.of(1, 5, 3, 2, 4);
        assertEquals(3, few.median());
        assertTrue(few.low() <= 3 && 3 <= few.high());
        double[] many = new double[500];
        for (int i = 0; i < many.length; i++) {
            many[i] = 1 + i % 5;
        }
        Estimate lots = Estimate.of(many);
        assertTrue(lots.high() - lots.low() < few.high() - few.low());
    }

    @Test
    void sidesTakeTurnsAndTheOrderTurnsAround() throws InterruptedException {
        List<String> order = new ArrayList<>();
        Rounds<Double> rounds =
                Rounds.inTurn(
                        Size.SMOKE,
                        () -> {
                            order.add("a");
                            return 6.0;
                        },
                        () -> {
                            order.add("b");
                            return 3.0;
                        });

        assertEquals(List.of("a", "b", "b", "a"), order);
        assertEquals(2, rounds.ratio(0, 1, value -> value).median());
    }
}
