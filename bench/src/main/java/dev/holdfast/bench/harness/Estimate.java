package dev.holdfast.bench.harness;

import java.util.Arrays;
import java.util.Random;

/// A median and the interval around it that holds 95 of 100 medians of resampled rounds.
///
/// @param median the middle of the rounds
/// @param low where the interval begins
/// @param high where it ends
/// @param rounds how many rounds it is made of
public record Estimate(double median, double low, double high, int rounds) {
    private static final int RESAMPLES = 2_000;
    private static final double TAIL = 0.025;

    /// The estimate that these rounds allow.
    public static Estimate of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("an estimate of no rounds");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] medians = new double[RESAMPLES];
        Random random = new Random(42);
        double[] resample = new double[sorted.length];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < resample.length; j++) {
                resample[j] = sorted[random.nextInt(sorted.length)];
            }
            Arrays.sort(resample);
            medians[i] = quantile(resample, 0.5);
        }
        Arrays.sort(medians);
        return new Estimate(
                quantile(sorted, 0.5),
                quantile(medians, TAIL),
                quantile(medians, 1 - TAIL),
                sorted.length);
    }

    /// A quantile of values in ascending order, between two of them where it falls there.
    public static double quantile(double[] ascending, double share) {
        double place = share * (ascending.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, ascending.length - 1);
        return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
    }

    /// A quantile of values in any order, which it puts in order.
    public static long quantile(long[] values, double share) {
        Arrays.sort(values);
        return values[(int) Math.round(share * (values.length - 1))];
    }
}
