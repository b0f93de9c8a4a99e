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
        List<List<T>> bySide = new ArrayList<>();
        for (int i = 0; i < sides.length; i++) {
            bySide.add(new ArrayList<>());
        }
        int warmups = size.warmups();
        int rounds = warmups + size.rounds();
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < sides.length; turn++) {
                int side = round % 2 == 0 ? turn : sides.length - 1 - turn;
                T measured = sides[side].round();
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
