package dev.holdfast.sim.world;

/// The numbers that a seed stands for. Not thread-safe.
///
/// Algorithm: SplitMix64, by Steele, Lea and Flood.
public final class Chance {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private long state;

    /// The numbers of `seed`.
    public Chance(long seed) {
        state = seed;
    }

    /// Goes on with the numbers of `seed`.
    public void restart(long seed) {
        state = seed;
    }

    /// Spreads `value` over all 64 bits.
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /// The seed of the `index`-th of many things that hang from one seed.
    public static long derive(long seed, long index) {
        return mix(mix(seed + STEP) + index * 0xD1B54A32D192ED03L);
    }

    /// Any number.
    public long next() {
        state += STEP;
        return mix(state);
    }

    /// A number from zero to `bound`, exclusive.
    public int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /// A number from `least` to `most`, inclusive.
    public int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /// True in this many of a hundred cases.
    public boolean percent(int share) {
        return share > 0 && below(100) < share;
    }

    /// True in one of `count` cases.
    public boolean oneIn(int count) {
        return below(count) == 0;
    }
}
