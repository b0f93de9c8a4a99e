package dev.holdfast.memory;

import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.memory.object.BufferObject;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps an object in device memory. Closed once.
public final class Pin implements AutoCloseable {
    private final MemoryManager manager;
    private final BufferObject object;
    private final AtomicBoolean closed = new AtomicBoolean();

    Pin(MemoryManager manager, BufferObject object) {
        this.manager = manager;
        this.object = object;
    }

    @Override
    public void close() {
        SignallingSection.forbid("closing a pin");
        if (!closed.compareAndSet(false, true)) {
            throw new IllegalStateException("the pin on " + object + " is closed already");
        }
        manager.unpin(object);
    }
}
