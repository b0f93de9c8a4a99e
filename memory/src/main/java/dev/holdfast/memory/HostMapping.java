package dev.holdfast.memory;

import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.memory.mapping.Mapper;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/// An object's bytes, open to the host. Closed once; its segment is dead from then on, and using it
/// throws [IllegalStateException]. Only of what its owner has lent he sees the very memory, which
/// lives on.
public final class HostMapping implements AutoCloseable {
    private final Mapper mapper;
    private final Mapper.Mapping mapping;
    private final AtomicBoolean closed = new AtomicBoolean();

    HostMapping(Mapper mapper, Mapper.Mapping mapping) {
        this.mapper = mapper;
        this.mapping = mapping;
    }

    /// The bytes, as many as the object has; read-only for [dev.holdfast.memory.work.Access#READ].
    public MemorySegment segment() {
        return mapping.segment();
    }

    @Override
    public void close() {
        SignallingSection.forbid("closing a mapping");
        if (!closed.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "the mapping of " + mapping.object() + " is closed already");
        }
        try {
            mapper.unmap(mapping);
        } catch (IllegalStateException inUse) {
            // another thread is reading this very moment: still mapped, to be closed again
            closed.set(false);
            throw inUse;
        }
    }
}
