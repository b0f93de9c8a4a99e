package dev.holdfast.memory.region;

import dev.holdfast.memory.ledger.SeededLow;

/// What [SeededLow] must not know; the other way round is right.
public final class SeededHigh {
    public SeededLow downward() {
        return new SeededLow();
    }
}
