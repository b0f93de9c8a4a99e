package dev.holdfast.memory;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SignallingSection;
import dev.holdfast.memory.binding.Vma;
import dev.holdfast.memory.work.AcceptOutcome;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.Reuse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A client's right to a buffer object: the owner's own, or one that the owner granted.
///
/// Closing the owner's handle closes the object: new use stops everywhere, what is in flight runs
/// on, and the space is handed on behind it. Closing a granted handle gives the grant back. A
/// handle is closed once; using it afterwards throws [IllegalStateException].
public final class BufferHandle implements AutoCloseable {
    private final Client client;
    private final Vma vma;
    private final boolean owner;
    private final AtomicBoolean closed = new AtomicBoolean();

    BufferHandle(Client client, Vma vma, boolean owner) {
        this.client = client;
        this.vma = vma;
        this.owner = owner;
    }

    /// What the owner calls it.
    public String name() {
        return vma.object().name();
    }

    /// Its size as asked for.
    public long sizeBytes() {
        return vma.object().sizeBytes();
    }

    /// The client that this handle belongs to.
    public Client client() {
        return client;
    }

    /// True for the owner's own handle.
    public boolean isOwner() {
        return owner;
    }

    /// Maps the object's bytes for the host, waiting for the object's own fences. While a mapping
    /// exists, conflicting submissions are refused.
    public MapOutcome map(Access access) throws InterruptedException {
        return client.manager().map(client, this, access);
    }

    /// Makes the object resident and keeps it there until the pin is closed.
    public PinOutcome pin() {
        return client.manager().pin(client, this);
    }

    /// Lets `other` use the object, with at most this access, until the answer is closed by either
    /// side. Only the owner can; of an object that is private not even he. Nobody can grant what he
    /// may not do himself: of memory of his own, or of what was adopted to be read, it is reading.
    public BufferHandle grantTo(Client other, Access access) {
        if (!owner) {
            throw new IllegalStateException(
                    "only the owner of " + vma.object() + " can grant it to others");
        }
        Vma own = vmaFor(client);
        if (access.writes() && !own.mayWrite()) {
            throw new IllegalArgumentException(
                    own.object() + " may only be read, so nobody can be let write it");
        }
        return client.manager().grant(own.object(), other, access);
    }

    /// After a write has failed: declares the object good as it is, if its bytes are the client's
    /// own. Names the version that the failed write was to make.
    public AcceptOutcome accept() {
        return client.manager().accept(vmaFor(client));
    }

    /// Gives the content up, lost or not: the object reads as zeros from here on, in fresh memory.
    /// What was submitted before sees what it would have seen. Refused, and nothing changed, if the
    /// client may not write the object, or while it is mapped or pinned.
    ///
    /// @return why not; empty if it is done
    public Optional<Refusal> clear() {
        return client.manager().clear(vmaFor(client));
    }

    /// Says how the object will be used again, from now on: who makes room is chosen by that. Only
    /// the owner can.
    public BufferHandle expect(Reuse reuse) {
        if (!owner) {
            throw new IllegalStateException(
                    "only the owner of " + vma.object() + " can say how it will be used");
        }
        client.manager().expect(vmaFor(client), reuse);
        return this;
    }

    /// Settles when everything submitted so far that uses the object has settled.
    public Fence idle() {
        return client.manager().idle(vmaFor(client));
    }

    @Override
    public void close() {
        SignallingSection.forbid("closing a handle");
        if (!closed.compareAndSet(false, true)) {
            throw new IllegalStateException(vma.object() + " is closed already");
        }
        client.manager().closeHandle(this);
    }

    /// Its client is closing, and it with it.
    void markClosed() {
        closed.set(true);
    }

    Vma vma() {
        return vma;
    }

    /// The range, if this handle is `user`'s and open.
    Vma vmaFor(Client user) {
        if (user != client) {
            throw new IllegalArgumentException(
                    vma.object()
                            + " belongs to client \""
                            + client.name()
                            + "\": client \""
                            + user.name()
                            + "\" needs a grant of its own");
        }
        if (closed.get()) {
            throw new IllegalStateException(vma.object() + " is closed");
        }
        return vma;
    }

    @Override
    public String toString() {
        return vma.object() + (owner ? "" : " granted to \"" + client.name() + "\"");
    }
}
