package dev.holdfast.memory;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.memory.recovery.DeviceSlot;
import dev.holdfast.memory.submit.Tenant;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    /// any memory there is; on a device where an object is one range of memory, than any such
    /// range.
    public BufferHandle create(String name, long sizeBytes) {
        return manager.create(this, name, sizeBytes, Terms.USUAL);
    }

    /// As [#create], for an object that is never granted: [BufferHandle#grantTo] throws. In return,
    /// where it is overwritten in space that this client has used before, the space is not cleared
    /// first. A kernel or a mapping that writes less than it has said finds bytes of this client's
    /// other objects in the rest then; nobody else ever sees them.
    public BufferHandle createPrivate(String name, long sizeBytes) {
        return manager.create(this, name, sizeBytes, Terms.PRIVATE);
    }

    /// A new object whose content is in memory of the caller's own, a mapped file say: only ever
    /// read, and at no cost in host memory. The segment must stay alive and unchanged until the
    /// object is closed and idle, or has been overwritten. If it goes earlier, because its arena is
    /// closed or the file that is mapped there gets shorter, the content is lost by name for
    /// whoever needs it next, until it is overwritten, and nothing else suffers. It is read on
    /// threads of the manager's, so the arena is a shared one.
    public BufferHandle createFrom(String name, MemorySegment content) {
        return manager.createFrom(this, name, content, Terms.USUAL);
    }

    /// An object that *is* memory of the caller's own, a mapped file say: as [#createFrom], but
    /// nobody may write it, so that it is always clean: it never costs host memory to make room for
    /// something else, and is never written back. Content that went too early is lost for good.
    public BufferHandle wrap(String name, MemorySegment content) {
        return manager.createFrom(this, name, content, Terms.READ_ONLY);
    }

    /// As [#wrap], in objects of `partBytes` each, the last one of what is left: for content that
    /// is larger than a device can hold at once, or than what is used of it at a time. They are
    /// called `name[0]`, `name[1]` and so on. All or none: what fails on the way leaves nothing
    /// behind.
    public List<BufferHandle> wrapParts(String name, MemorySegment content, long partBytes) {
        java.util.Objects.requireNonNull(name, "an object has a name");
        if (partBytes <= 0) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" in parts of " + partBytes + " bytes");
        }
        List<BufferHandle> parts = new ArrayList<>();
        try {
            for (long at = 0; at < content.byteSize(); at += partBytes) {
                long sizeBytes = Math.min(partBytes, content.byteSize() - at);
                parts.add(wrap(name + '[' + parts.size() + ']', content.asSlice(at, sizeBytes)));
            }
        } catch (RuntimeException | Error failed) {
            parts.forEach(BufferHandle::close);
            throw failed;
        }
        return List.copyOf(parts);
    }

    /// An object that *is* device memory of the caller's own, with the content that it has: of
    /// OpenCL, a `cl_mem` that the backend has adopted. It works like any other object, but it
    /// never moves: it is never a victim, takes nothing of the device memory that the manager gives
    /// out, and host memory only while it is mapped; what is written through a mapping is in it
    /// behind the mapping's close. The manager cannot be suspended while it is open. If its content
    /// is lost it is overwritten in place.
    ///
    /// When the object is closed and nobody can touch it any more, the memory is let go
    /// ([AdoptedMemory#released]); of a device that was given up, when that is closed. Commands of
    /// the caller's own that touch it meanwhile belong into a [#use], and others are his own
    /// business: nothing waits for them, and they wait for nothing.
    ///
    /// Throws [IllegalArgumentException] for memory of another device, or that is an object already
    /// or was closed, and [dev.holdfast.memory.work.RefusedException] while the manager is
    /// suspended or if the device is lost.
    public BufferHandle adopt(String name, AdoptedMemory memory) {
        return manager.adopt(this, name, memory);
    }

    /// Submits work; waits, if the window is full, until there is room in it. Interrupting the wait
    /// leaves everything as it was.
    public SubmitOutcome submit(Work work) throws InterruptedException {
        DeviceSlot slot = manager.parts().slot();
        long epoch = slot.epoch();
        while (true) {
            SubmitOutcome outcome = trySubmit(work);
            if (outcome instanceof SubmitOutcome.WindowFull full) {
                manager.await(full.fence());
                if (slot.epoch() != epoch) {
                    // its kernel was loaded onto a device that is gone
                    return new SubmitOutcome.Refused(new Refusal.Suspended());
                }
            } else {
                return outcome;
            }
        }
    }

    /// Submits work, or says that the window is full. Never waits.
    public SubmitOutcome trySubmit(Work work) {
        return manager.intake().submit(this, work);
    }

    /// Makes objects resident for commands of the caller's own, on a queue of his own, and waits
    /// until nobody else is at them: `work` says which, made by [Work#outside]. Its time limit is
    /// that of the use. Interrupting the wait gives the use up, like work that is cancelled.
    ///
    /// How much memory can be in uses that do not end is bounded. A client with a late use is given
    /// no other until that has ended, which is [Refusal.UseExpired]. While any use is late, the
    /// objects of all uses that have not ended, whosever they are, may have half of the device's
    /// memory: what is more is refused as [Refusal.TooMuchInUse].
    public UseOutcome use(Work work) throws InterruptedException {
        return manager.intake().use(this, work);
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
