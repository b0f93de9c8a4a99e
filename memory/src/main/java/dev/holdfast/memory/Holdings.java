package dev.holdfast.memory;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.memory.binding.Vma;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.work.Access;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/// The objects of a manager, and the handles that clients have on them. Under the ledger.
final class Holdings {
    private final Assembly parts;
    private final Set<BufferObject> objects;
    private long lastId;

    Holdings(Assembly parts, Set<BufferObject> objects) {
        this.parts = parts;
        this.objects = objects;
    }

    /// A number that nothing else in this manager has: client or object.
    long nextId() {
        return ++lastId;
    }

    /// A new object of a client's, with nothing in it.
    BufferHandle create(Client client, String name, long sizeBytes, Terms terms) {
        long owner = client.tenant().id();
        boolean keptPrivate = terms == Terms.PRIVATE;
        var object = new BufferObject(nextId(), name, sizeBytes, owner, keptPrivate);
        BufferHandle handle = handle(client, object, true, terms != Terms.READ_ONLY);
        objects.add(object);
        parts.trace().ifPresent(sink -> sink.buffer(object.id(), sizeBytes, client.name()));
        return handle;
    }

    /// Gives a new object the content that its owner lends it.
    void lend(BufferHandle handle, MemorySegment content) {
        BufferObject object = handle.vma().object();
        object.lend(content.asReadOnly());
        // not the zeros that it began with: what takes its place must not be dropped as such
        object.advanceVersion();
        parts.trace().ifPresent(sink -> sink.uploaded(object.id()));
    }

    /// A new object of a client's that is memory of somebody else's.
    BufferHandle adopt(Client client, String name, AdoptedMemory memory) {
        Terms terms = memory.isWritable() ? Terms.USUAL : Terms.READ_ONLY;
        BufferHandle handle = create(client, name, memory.range().sizeBytes(), terms);
        // last of what may fail: memory that is claimed and no object would never go back
        if (!memory.claim()) {
            letGo(handle);
            throw new IllegalArgumentException(
                    "\"" + name + "\" is " + memory + " that is an object already, or was closed");
        }
        BufferObject object = handle.vma().object();
        Extent place = parts.residency().adopted().add(memory);
        parts.residency().adopt(object, place);
        // its content is its owner's, and no zeros
        object.advanceVersion();
        parts.counters().count(Counters.Counter.ADOPTIONS);
        parts.trace().ifPresent(sink -> sink.uploaded(object.id()));
        return handle;
    }

    /// Another client's handle on an object that is open.
    BufferHandle grant(BufferObject object, Client other, Access access) {
        if (object.isClosed()) {
            throw new IllegalStateException(object + " is closed");
        }
        if (object.isPrivate()) {
            throw new IllegalStateException(
                    object + " was created private: nobody else may use it");
        }
        return handle(other, object, false, access.writes());
    }

    private static BufferHandle handle(
            Client client, BufferObject object, boolean owner, boolean mayWrite) {
        Vma vma = client.tenant().space().reserve(object, mayWrite);
        BufferHandle handle = new BufferHandle(client, vma, owner);
        client.handles().add(handle);
        return handle;
    }

    /// Whoever comes first does it: the handle's own close, or its client's.
    void letGo(BufferHandle handle) {
        if (!handle.client().handles().remove(handle)) {
            return;
        }
        handle.vma().close();
        BufferObject object = handle.vma().object();
        if (handle.isOwner()) {
            object.close();
            if (!object.hasPins()) {
                // else with its last pin: it is to be captured until then
                parts.capturer().forget(object);
            }
            if (!object.isMapped()) {
                objects.remove(object);
                parts.residency().letGo(object);
            }
            parts.trace().ifPresent(sink -> sink.freed(object.id()));
        }
    }
}
