package dev.holdfast.memory.binding;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import org.jspecify.annotations.Nullable;

/// A range of one client's addresses that belongs to one object. Under the ledger.
public final class Vma {
    private final ClientSpace space;
    private final BufferObject object;
    private final long address;
    private final boolean mayWrite;
    private @Nullable Binding current;
    private boolean revoked;

    Vma(ClientSpace space, BufferObject object, long address, boolean mayWrite) {
        this.space = space;
        this.object = object;
        this.address = address;
        this.mayWrite = mayWrite;
    }

    /// Where it is among the client's ranges.
    long address() {
        return address;
    }

    /// Where kernels find the object; 0 on a device without address spaces, whose kernels are told
    /// the ranges of its binding.
    public long deviceAddress() {
        return space.deviceSpace().isPresent() ? address : 0;
    }

    /// The object.
    public BufferObject object() {
        return object;
    }

    /// True if kernels of this client may write the object.
    public boolean mayWrite() {
        return mayWrite;
    }

    /// True once the client may no longer use it.
    public boolean isRevoked() {
        return revoked;
    }

    /// The binding to the object's device backing: the one there is, if it has the rights asked for
    /// or can be given them, else a new one. The object must be resident.
    public Binding bind(boolean writing) {
        if (writing && !mayWrite) {
            throw new IllegalStateException("binding " + object + " for writing: read-only here");
        }
        Backing backing = java.util.Objects.requireNonNull(object.device(), "not resident");
        Binding binding = current;
        if (binding == null || binding.backing() != backing) {
            binding = new Binding(this, backing, writing);
            space.bind(binding);
            backing.addListener(binding);
            current = binding;
            return binding;
        }
        boolean wider = writing && !binding.isWritable();
        if (wider) {
            binding.widen();
        }
        if (binding.bound().isFailed() && !backing.arrival().isFailed()) {
            // the driver could not map it; by now it may
            space.bindAgain(binding, object.fences().all());
        } else if (wider) {
            space.rebind(binding, object.fences().all());
        }
        return binding;
    }

    /// The binding that the next kernel would use, if it needs none made.
    public @Nullable Binding current() {
        return current;
    }

    void unbind(Binding binding, FenceJoin users) {
        if (current == binding) {
            current = null;
        }
        space.unbind(binding, users);
    }

    void leftTree(Binding binding) {
        space.leftTree(binding);
    }

    /// Stops new use and gives the address back. Whoever uses the object now may go on.
    public void close() {
        revoked = true;
        Binding binding = current;
        if (binding != null) {
            binding.backing().removeListener(binding);
            unbind(binding, object.fences().all());
            binding.backing().usedUntil(binding.unbound());
        }
        space.giveBack(this);
    }

    @Override
    public String toString() {
        return object + " at 0x" + Long.toHexString(address);
    }
}
