package dev.holdfast.memory.capture.making;

import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.device.fence.SettlingSection;
import dev.holdfast.memory.binding.Binding;
import dev.holdfast.memory.object.Backing;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What keeps memory from being reused while a capture reads it: a hold on a binding or, of an
/// object that no kernel has to be bound to, a fence among those that its space waits for. Given up
/// once, by the capture's worker alone; nothing is read through it from then on.
final class Grip {
    private final AtomicInteger grips;
    private final @Nullable Binding held;
    private final SettableFence reading = new SettableFence();

    private Grip(AtomicInteger grips, @Nullable Binding held) {
        this.grips = grips;
        this.held = held;
    }

    /// Takes hold of what `binding` maps and counts it among `grips`; empty if it is too late.
    static Optional<Grip> on(Binding binding, AtomicInteger grips) {
        Optional<Grip> grip = Optional.of(new Grip(grips, binding));
        if (!binding.hold()) {
            return Optional.empty();
        }
        grips.incrementAndGet();
        return grip;
    }

    /// Has the space of `backing` wait for the grip. Under the ledger.
    static Grip on(Backing backing, AtomicInteger grips) {
        Grip grip = new Grip(grips, null);
        backing.usedUntil(grip.reading);
        grips.incrementAndGet();
        return grip;
    }

    /// Lets go. Outside the ledger, because somebody may be waiting.
    void letGo() {
        try (var _ = SettlingSection.enter()) {
            Binding binding = held;
            if (binding != null) {
                binding.unhold();
            }
            reading.signal();
            grips.decrementAndGet();
        }
    }
}
