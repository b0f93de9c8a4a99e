package dev.holdfast.opencl;

/// A `cl_mem` that lies where an object is. Closed once; closing again is harmless.
public final class ClBuffer implements AutoCloseable {
    private final long handle;
    private final long sizeBytes;
    private final Runnable giveBack;

    // guarded by this
    private boolean closed;

    ClBuffer(long handle, long sizeBytes, Runnable giveBack) {
        this.handle = handle;
        this.sizeBytes = sizeBytes;
        this.giveBack = giveBack;
    }

    /// The `cl_mem`, as clSetKernelArg wants it.
    public long handle() {
        return handle;
    }

    /// How many bytes it has.
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        giveBack.run();
    }
}
