package dev.holdfast.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What several sides measured in the same rounds.
///
/// @param <T> what one round of one side measures
public final class Rounds<T> {
    private final List<List<T>> bySide;

    private Rounds(List<List<T>> bySide) {
        this.bySide = bySide;
    }

    /// Something that can be measured again and again.
    ///
    /// @param <T> what a round measures
    @FunctionalInterface
    public interface Side<T> {
        /// One round.
        T round() throws InterruptedException;
    }

    /// Runs the sides in turn, the order turned around every round, so that neither a drift nor a
    /// place in the order favours one of them. Warm-up rounds are run alike and forgotten.
    @SafeVarargs
    public static <T> Rounds<T> inTurn(Size size, Side<? extends T>... sides)
            throws InterruptedException {
        List<Side<? extends T>> all = new ArrayList<>();
        for (Side<? extends T> side : sides) {
            all.add(side);
        }
        return inTurn(size.warmups(), size.rounds(), all);
    }

    /// The same for so many rounds of two sides that need no warm-up, because each round of each is
    /// a process of its own.
    public static <T> Rounds<T> ofProcesses(
            int pairs, Side<? extends T> side, Side<? extends T> other)
            throws InterruptedException {
        return inTurn(0, pairs, List.of(side, other));
    }

    private static <T> Rounds<T> inTurn(int warmups, int counted, List<Side<? extends T>> sides)
            throws InterruptedException {
        List<List<T>> bySide = new ArrayList<>();
        for (int i = 0; i < sides.size(); i++) {
            bySide.add(new ArrayList<>());
        }
        int rounds = warmups + counted;
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < sides.size(); turn++) {
                int side = round % 2 == 0 ? turn : sides.size() - 1 - turn;
                T measured = sides.get(side).round();
                if (round >= warmups) {
                    bySide.get(side).add(measured);
                }
            }
        }
        return new Rounds<>(bySide);
    }

    /// What one side measured.
    public Estimate of(int side, ToDoubleFunction<? super T> figure) {
        return Estimate.of(bySide.get(side).stream().mapToDouble(figure).toArray());
    }

    /// One side by another, round by round.
    public Estimate ratio(int side, int other, ToDoubleFunction<? super T> figure) {
        List<T> above = bySide.get(side);
        List<T> below = bySide.get(other);
        double[] ratios = new double[above.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(above.get(i)) / figure.applyAsDouble(below.get(i));
        }
        return Estimate.of(ratios);
    }
}
