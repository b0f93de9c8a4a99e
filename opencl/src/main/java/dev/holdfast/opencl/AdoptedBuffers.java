package dev.holdfast.opencl;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Adoptions;
import dev.holdfast.device.HeapRange;
import java.util.Optional;
import java.util.function.Consumer;
import org.lwjgl.opencl.CL10;

/// The `cl_mem` of others that a device has adopted: each retained, until it is let go. It is one
/// slab of its own beyond the heap, and as the argument of a kernel it is itself.
///
/// Any thread.
final class AdoptedBuffers {
    private final Session session;
    private final Adoptions<ForeignBuffer> adoptions = new Adoptions<>();

    AdoptedBuffers(Session session) {
        this.session = session;
    }

    /// Takes in `buffer`; `gone` is told of its range when it is let go. Throws
    /// [IllegalArgumentException] for what cannot be adopted.
    AdoptedMemory adopt(ForeignBuffer buffer, Consumer<HeapRange> gone) {
        buffer.check(session.context());
        long handle = buffer.handle();
        synchronized (this) {
            for (Adoptions.Adopted<ForeignBuffer> each : adoptions.all()) {
                if (each.source().overlaps(buffer)) {
                    throw new IllegalArgumentException(
                            "%s is adopted already, in whole or in part".formatted(buffer));
                }
            }
            ClException.check("clRetainMemObject", CL10.clRetainMemObject(handle));
            boolean added = false;
            try {
                AdoptedMemory memory =
                        adoptions.add(
                                buffer,
                                buffer.sizeBytes(),
                                buffer.isWritable(),
                                range ->
                                        session.device()
                                                .calls()
                                                .run(() -> {
                                                    gone.accept(range);
                                                    CL10.clReleaseMemObject(handle);
                                                }));
                added = true;
                return memory;
            } finally {
                if (!added) {
                    CL10.clReleaseMemObject(handle);
                }
            }
        }
    }

    boolean has(AdoptedMemory memory) {
        return adoptions.has(memory);
    }

    /// That which has all of `range`, if one does.
    Optional<Adoptions.Adopted<ForeignBuffer>> find(HeapRange range) {
        return adoptions.find(range);
    }

    /// That with the byte at `offset`.
    Adoptions.Adopted<ForeignBuffer> at(long offset) {
        return adoptions.at(offset);
    }

    /// Lets go of what is left.
    void close() {
        adoptions.close();
    }
}
