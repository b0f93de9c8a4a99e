package dev.holdfast.opencl;

import dev.holdfast.device.HeapRange;

/// A `cl_mem` that lies where an object is. Closed once; closing again is harmless.
public final class ClBuffer implements AutoCloseable {
    private final SubBuffers subBuffers;
    private final HeapRange range;
    private final long handle;

    // guarded by this
    private boolean closed;

    ClBuffer(SubBuffers subBuffers, HeapRange range, long handle) {
        this.subBuffers = subBuffers;
        this.range = range;
        this.handle = handle;
    }

    /// The `cl_mem`, as clSetKernelArg wants it.
    public long handle() {
        return handle;
    }

    /// How many bytes it has.
    public long sizeBytes() {
        return range.sizeBytes();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        subBuffers.giveBack(range);
    }
}
