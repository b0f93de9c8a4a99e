package dev.holdfast.memory.testing;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;

/// Memory of a test's own that a device has adopted.
///
/// @param own the bytes
/// @param memory what the device made of them
/// @param releases how often it was let go
public record Adopted(MemorySegment own, AdoptedMemory memory, AtomicInteger releases) {
    /// Of `sizeBytes`, whose words are `value` plus their index.
    public static Adopted by(ManualDevice device, long sizeBytes, long value) {
        return by(device, sizeBytes, value, true);
    }

    /// The same, which perhaps nobody may write.
    public static Adopted by(ManualDevice device, long sizeBytes, long value, boolean writable) {
        MemorySegment own = Arena.ofAuto().allocate(sizeBytes, Long.BYTES);
        for (long i = 0; i < sizeBytes / Long.BYTES; i++) {
            own.setAtIndex(ValueLayout.JAVA_LONG, i, value + i);
        }
        var releases = new AtomicInteger();
        return new Adopted(
                own,
                device.memory()
                        .adopted()
                        .add(own, sizeBytes, writable, range -> releases.incrementAndGet()),
                releases);
    }

    /// Memory that has `release` called when it is let go.
    public static AdoptedMemory by(ManualDevice device, long sizeBytes, Runnable release) {
        MemorySegment own = Arena.ofAuto().allocate(sizeBytes, Long.BYTES);
        return device.memory().adopted().add(own, sizeBytes, true, range -> release.run());
    }

    /// As an object.
    public BufferHandle as(Client client, String name) {
        return client.adopt(name, memory);
    }

    /// One of its words, as whoever made the memory sees it.
    public long word(long index) {
        return own.getAtIndex(ValueLayout.JAVA_LONG, index);
    }

    /// How often it was let go.
    public int released() {
        return releases.get();
    }
}
