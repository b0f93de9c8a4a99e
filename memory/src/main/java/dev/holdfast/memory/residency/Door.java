package dev.holdfast.memory.residency;

import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.work.Refusal;
import java.util.Optional;

/// Whether anything new may be asked of the memory: work, mappings, pins. What was accepted before
/// it was shut goes on. Under the ledger.
public final class Door {
    private final Ledger ledger;
    private Optional<Refusal> why = Optional.empty();

    /// An open door.
    public Door(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Why nothing new may be asked, if so.
    public Optional<Refusal> refusal() {
        ledger.requireHeld();
        return why;
    }

    /// Refuses everything new with `reason` from here on.
    public void shut(Refusal reason) {
        ledger.requireHeld();
        why = Optional.of(reason);
    }

    /// Refuses nothing any more.
    public void open() {
        ledger.requireHeld();
        why = Optional.empty();
    }
}
