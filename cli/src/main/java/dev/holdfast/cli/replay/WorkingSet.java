package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.Trace;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.work.Access;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The buffers of a trace as they are at submission: which exist, and what is in them once
/// everything submitted so far has run.
///
/// Belongs to the thread that submits.
final class WorkingSet {
    private final Trace trace;
    private final WordPattern pattern;
    private final ContentCheck content;
    private final List<Client> owners;
    private final BitSet shared;
    private final long largestBytes;
    private final Slot[] slots;

    /// What is known of one buffer.
    private static final class Slot {
        private @Nullable BufferHandle handle;
        private final Map<Client, BufferHandle> grants = new HashMap<>();
        private long versions;
        private long identity = WordPattern.ZEROS;
        private String missing = "";
    }

    /// No buffer exists yet.
    ///
    /// @param trace whose buffers these are
    /// @param pattern what is written into them
    /// @param content fills what is uploaded
    /// @param owners by buffer, who owns it
    /// @param shared the buffers that others use too
    /// @param largestBytes what no buffer may exceed
    WorkingSet(
            Trace trace,
            WordPattern pattern,
            ContentCheck content,
            List<Client> owners,
            BitSet shared,
            long largestBytes) {
        this.trace = trace;
        this.pattern = pattern;
        this.content = content;
        this.owners = owners;
        this.shared = shared;
        this.largestBytes = largestBytes;
        this.slots = new Slot[owners.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot();
        }
    }

    /// Makes a buffer exist, with its content if it has any at the start. The answer says why it
    /// cannot.
    Optional<String> open(int buffer) throws InterruptedException {
        Slot slot = slots[buffer];
        if (slot.handle != null) {
            return Optional.empty();
        }
        long sizeBytes = trace.sizeBytes(buffer);
        if (sizeBytes > largestBytes) {
            return Optional.of(
                    "buffer \"%s\" of %s is larger than one object can be here, %s"
                            .formatted(
                                    trace.buffer(buffer).id(),
                                    Bytes.format(sizeBytes),
                                    Bytes.format(largestBytes)));
        }
        String name = trace.buffer(buffer).id();
        Client owner = owners.get(buffer);
        BufferHandle handle;
        try {
            handle =
                    shared.get(buffer)
                            ? owner.create(name, sizeBytes)
                            : owner.createPrivate(name, sizeBytes);
        } catch (IllegalArgumentException tooLarge) {
            // where an object is one range, memory has room for it and no range has
            return Optional.of(String.valueOf(tooLarge.getMessage()));
        }
        slot.handle = handle;
        slot.identity = WordPattern.ZEROS;
        slot.missing = "";
        if (trace.buffer(buffer).initial()) {
            upload(slot, handle, buffer);
        }
        return Optional.empty();
    }

    private void upload(Slot slot, BufferHandle handle, int buffer) throws InterruptedException {
        switch (handle.map(Access.OVERWRITE)) {
            case MapOutcome.Mapped(HostMapping mapping) -> {
                try (mapping) {
                    long identity = pattern.identity(buffer, slot.versions + 1);
                    content.fill(new Content.OfMapping(mapping.segment()), identity);
                    slot.versions++;
                    slot.identity = identity;
                }
            }
            case MapOutcome.Refused(var reason) ->
                    slot.missing =
                            "buffer \"%s\" could not be uploaded: %s"
                                    .formatted(handle.name(), reason.message());
        }
    }

    /// That client's handle of a buffer that exists.
    BufferHandle handle(Client client, int buffer) {
        BufferHandle owned = owned(buffer);
        return client == owned.client()
                ? owned
                : slots[buffer].grants.computeIfAbsent(
                        client, other -> owned.grantTo(other, Access.READ_WRITE));
    }

    /// Why a buffer has not got the content that it should have; empty if it has.
    String missing(int buffer) {
        return slots[buffer].missing;
    }

    /// Who owns a buffer.
    Client owner(int buffer) {
        return owners.get(buffer);
    }

    /// What a buffer holds.
    long identity(int buffer) {
        return slots[buffer].identity;
    }

    /// What the next write is to put there.
    long nextIdentity(int buffer) {
        return pattern.identity(buffer, slots[buffer].versions + 1);
    }

    /// A write was accepted.
    void written(int buffer) {
        Slot slot = slots[buffer];
        slot.identity = nextIdentity(buffer);
        slot.versions++;
        slot.missing = "";
    }

    /// Lets go of a buffer, if it exists. Whatever was submitted with it runs on.
    void close(int buffer) {
        Slot slot = slots[buffer];
        if (slot.handle != null) {
            slot.grants.values().forEach(BufferHandle::close);
            slot.grants.clear();
            slot.handle.close();
            slot.handle = null;
        }
    }

    /// The buffers that exist, in order.
    List<Integer> open() {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < slots.length; i++) {
            if (slots[i].handle != null) {
                open.add(i);
            }
        }
        return open;
    }

    private BufferHandle owned(int buffer) {
        BufferHandle handle = slots[buffer].handle;
        if (handle == null) {
            throw new IllegalStateException("buffer " + buffer + " does not exist");
        }
        return handle;
    }
}
