package dev.holdfast.stress;

import java.util.TreeSet;

/// What was seen of one test.
///
/// @param samples how many outcomes were looked at
/// @param forbidden those among them that may not be, and whatever kept the test from running
/// @param broken true if it did not run as it should
record Tally(long samples, TreeSet<String> forbidden, boolean broken) {

    boolean foundSomething() {
        return !broken && !forbidden.isEmpty();
    }

    boolean foundNothing() {
        return !broken && forbidden.isEmpty() && samples > 0;
    }

    Tally and(Tally other) {
        TreeSet<String> all = new TreeSet<>(forbidden);
        all.addAll(other.forbidden);
        return new Tally(samples + other.samples, all, broken || other.broken);
    }
}
