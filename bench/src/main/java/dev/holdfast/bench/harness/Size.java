package dev.holdfast.bench.harness;

/// How much is measured.
public enum Size {
    /// Just enough that every line runs: for a test. Its figures mean nothing.
    SMOKE,
    /// A first look, within two minutes for all.
    QUICK,
    /// What is held against the goals.
    FULL;

    /// The one of three that is meant.
    public int pick(int smoke, int quick, int full) {
        return switch (this) {
            case SMOKE -> smoke;
            case QUICK -> quick;
            case FULL -> full;
        };
    }

    /// How many rounds are measured.
    public int rounds() {
        return pick(2, 11, 31);
    }

    /// How many rounds go before them and are not counted.
    public int warmups() {
        return pick(0, 4, 8);
    }
}
