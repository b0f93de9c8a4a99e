package dev.holdfast.device;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import java.util.concurrent.atomic.AtomicBoolean;

/// Memory that somebody else has made and a device has taken in: a range of its device heap like
/// any other for commands, but beyond [HeapInfo#sizeBytes], so that it overlaps nothing that
/// anybody gives out. Backends make it, each of what it knows.
///
/// Whoever has made it may close it, until one memory manager has *claimed* it. From then on that
/// alone says when nothing touches it any more, and closing does nothing.
///
/// Thread-safe.
public final class AdoptedMemory implements AutoCloseable {
    /// Where adopted ranges begin: beyond the end of every heap.
    public static final long FIRST_OFFSET = 1L << 50;

    private final HeapRange range;
    private final boolean writable;
    private final Runnable release;
    private final SettableFence released = new SettableFence();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    AdoptedMemory(HeapRange range, boolean writable, Runnable release) {
        this.range = range;
        this.writable = writable;
        this.release = release;
    }

    /// True if `range` is where adopted memory is, whether there is any or not.
    public static boolean isAt(HeapRange range) {
        return range.heap() == Device.DEVICE_HEAP && range.offset() >= FIRST_OFFSET;
    }

    /// Where commands find it.
    public HeapRange range() {
        return range;
    }

    /// False if nobody may write it.
    public boolean isWritable() {
        return writable;
    }

    /// Settles once it has been let go: nothing on the device touches it on our behalf from then
    /// on. Of memory that a command may touch which was not stopped, that is when the device is
    /// closed.
    public Fence released() {
        return released;
    }

    /// Takes it over, from whoever made it; false if somebody has, or if it was closed.
    public boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /// Lets it go. By whoever has claimed it, when nothing touches it any more, and by its device
    /// when that is closed; the first time counts. Not under a lock: it calls a driver, and settles
    /// a fence.
    public void release() {
        if (over.compareAndSet(false, true)) {
            try {
                release.run();
            } finally {
                released.signal();
            }
        }
    }

    /// Lets it go if nobody has claimed it.
    @Override
    public void close() {
        if (claim()) {
            release();
        }
    }

    @Override
    public String toString() {
        return "adopted memory of " + range.sizeBytes() + " bytes";
    }
}
