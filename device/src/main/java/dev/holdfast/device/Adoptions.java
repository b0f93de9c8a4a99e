package dev.holdfast.device;

import dev.holdfast.device.unit.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// The memory that one device has adopted, by where it is: what a backend keeps. No range is ever
/// used again, so that a command which comes too late finds nothing, and never somebody else's.
///
/// Any thread; looking up takes no lock.
///
/// @param <T> what the memory is to the backend
public final class Adoptions<T> {
    /// What ranges begin at multiples of; between two of them is at least as much that is nobody's.
    private static final long SPACING_BYTES = Bytes.mebi(1);

    private final ConcurrentSkipListMap<Long, Adopted<T>> byOffset = new ConcurrentSkipListMap<>();

    // guarded by this
    private long nextOffset = AdoptedMemory.FIRST_OFFSET;
    private boolean closed;

    /// None yet.
    public Adoptions() {}

    /// One that is there.
    ///
    /// @param memory as others know it
    /// @param source what it is
    public record Adopted<T>(AdoptedMemory memory, T source) {
        /// Where `offset` lies in it.
        public long within(long offset) {
            return offset - memory.range().offset();
        }

        /// How many bytes it has from `offset` on.
        public long run(long offset) {
            return memory.range().end() - offset;
        }
    }

    /// Takes in `source`, of so many bytes. `release` is called once with its range, when it is let
    /// go, and after it can no longer be found.
    public synchronized AdoptedMemory add(
            T source, long sizeBytes, boolean writable, Consumer<HeapRange> release) {
        if (closed) {
            throw new IllegalStateException("the device is closed");
        }
        if (sizeBytes <= 0) {
            throw new IllegalArgumentException("memory of " + sizeBytes + " bytes to be adopted");
        }
        HeapRange range = new HeapRange(Device.DEVICE_HEAP, nextOffset, sizeBytes);
        nextOffset = Bytes.sum(Bytes.roundUp(range.end(), SPACING_BYTES), SPACING_BYTES);
        AdoptedMemory memory =
                new AdoptedMemory(
                        range,
                        writable,
                        () -> {
                            byOffset.remove(range.offset());
                            release.accept(range);
                        });
        byOffset.put(range.offset(), new Adopted<>(memory, source));
        return memory;
    }

    /// True if `memory` is one of these, and has not been let go.
    @SuppressWarnings("ReferenceEquality") // the very one
    public boolean has(AdoptedMemory memory) {
        Adopted<T> found = byOffset.get(memory.range().offset());
        return found != null && found.memory() == memory;
    }

    /// That which has all of `range`, if one does.
    public Optional<Adopted<T>> find(HeapRange range) {
        if (!AdoptedMemory.isAt(range)) {
            return Optional.empty();
        }
        Map.Entry<Long, Adopted<T>> entry = byOffset.floorEntry(range.offset());
        return entry != null && range.end() <= entry.getValue().memory().range().end()
                ? Optional.of(entry.getValue())
                : Optional.empty();
    }

    /// That with the byte at `offset`; throws [IllegalArgumentException] if there is none.
    public Adopted<T> at(long offset) {
        return find(new HeapRange(Device.DEVICE_HEAP, offset, 1))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no adopted memory is at " + offset + ", or not any more"));
    }

    /// All that there are.
    public List<Adopted<T>> all() {
        return List.copyOf(byOffset.values());
    }

    /// Lets all go that are left, and takes no more. No command may be on its way.
    public void close() {
        synchronized (this) {
            closed = true;
        }
        all().forEach(left -> left.memory().release());
    }
}
