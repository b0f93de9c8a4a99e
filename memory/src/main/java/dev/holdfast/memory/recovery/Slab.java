package dev.holdfast.memory.recovery;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/// A stretch of ordinary memory that holds several objects' content and is given back when the last
/// of them is: one allocation an object would be too many, one for all would be kept for the
/// smallest.
final class Slab {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment bytes;
    private final AtomicLong total;

    // whoever is still filling it counts too
    private final AtomicLong users = new AtomicLong(1);
    private long filled;

    /// So many bytes, zeros, that are counted in `total` while they are there. Throws
    /// [OutOfMemoryError] if there is no memory.
    Slab(long sizeBytes, AtomicLong total) {
        boolean made = false;
        try {
            this.bytes = arena.allocate(sizeBytes, Long.BYTES);
            made = true;
        } finally {
            if (!made) {
                arena.close();
            }
        }
        this.total = total;
        total.addAndGet(sizeBytes);
    }

    /// The next so many bytes of it.
    MemorySegment take(long sizeBytes) {
        MemorySegment taken = bytes.asSlice(filled, sizeBytes);
        filled += sizeBytes;
        users.incrementAndGet();
        return taken;
    }

    /// A user less. On any thread.
    void letGo() {
        if (users.decrementAndGet() == 0) {
            arena.close();
            total.addAndGet(-bytes.byteSize());
        }
    }
}
