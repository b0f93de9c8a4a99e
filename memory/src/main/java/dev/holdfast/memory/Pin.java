package dev.holdfast.memory;

import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.memory.binding.Vma;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps an object in device memory. Closed once.
public final class Pin implements AutoCloseable {
    private final Pins pins;
    private final Vma vma;
    private final AtomicBoolean closed = new AtomicBoolean();

    Pin(Pins pins, Vma vma) {
        this.pins = pins;
        this.vma = vma;
    }

    @Override
    public void close() {
        SignallingSection.forbid("closing a pin");
        if (!closed.compareAndSet(false, true)) {
            throw new IllegalStateException("the pin on " + vma.object() + " is closed already");
        }
        pins.unpin(vma);
    }
}
