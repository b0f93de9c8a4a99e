package dev.holdfast.memory.ledger;

import dev.holdfast.memory.region.SeededHigh;

/// A violation on purpose, so that the layering test is known to find one: a low class that knows a
/// higher one.
public final class SeededLow {
    public SeededHigh upward() {
        return new SeededHigh();
    }
}
