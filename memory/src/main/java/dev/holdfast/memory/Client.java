package dev.holdfast.memory;

import dev.holdfast.memory.submit.Tenant;
import dev.holdfast.memory.work.SubmitOutcome;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.Set;

/// A tenant of a manager: owns objects, submits work, has an address space and a window of its own.
/// What goes wrong for one client stays with it.
public final class Client implements AutoCloseable {
    private final MemoryManager manager;
    private final Tenant tenant;

    // guarded by the ledger
    private final Set<BufferHandle> handles = new LinkedHashSet<>();

    Client(MemoryManager manager, Tenant tenant) {
        this.manager = manager;
        this.tenant = tenant;
    }

    /// Its name.
    public String name() {
        return tenant.name();
    }

    /// How often work of its was taken from the device by force, because it did not end or because
    /// somebody wanted it so.
    public long guilty() {
        try (var _ = manager.parts().ledger().enter()) {
            return tenant.guilty();
        }
    }

    /// A new object. It has no bytes anywhere until it is used, and reads as zeros until it is
    /// written. Throws [IllegalArgumentException] for a size that is not positive or larger than
    /// any memory there is.
    public BufferHandle create(String name, long sizeBytes) {
        return manager.create(this, name, sizeBytes);
    }

    /// A new object whose content is in memory of the caller's own, a mapped file say: only ever
    /// read, and at no cost in host memory. The segment must stay alive and unchanged until the
    /// object is closed and idle, or has been overwritten.
    public BufferHandle createFrom(String name, MemorySegment content) {
        return manager.createFrom(this, name, content);
    }

    /// Submits work; waits, if the window is full, until there is room in it. Interrupting the wait
    /// leaves everything as it was.
    public SubmitOutcome submit(Work work) throws InterruptedException {
        while (true) {
            SubmitOutcome outcome = trySubmit(work);
            if (outcome instanceof SubmitOutcome.WindowFull full) {
                manager.await(full.fence());
            } else {
                return outcome;
            }
        }
    }

    /// Submits work, or says that the window is full. Never waits.
    public SubmitOutcome trySubmit(Work work) {
        return manager.submit(this, work);
    }

    /// Cancels what is not with the device yet, closes every handle and accepts nothing more. Does
    /// not wait; what is in flight settles in its time. Closing twice is harmless.
    @Override
    public void close() {
        manager.close(this);
    }

    MemoryManager manager() {
        return manager;
    }

    Tenant tenant() {
        return tenant;
    }

    Set<BufferHandle> handles() {
        return handles;
    }

    @Override
    public String toString() {
        return "client \"" + name() + "\"";
    }
}
