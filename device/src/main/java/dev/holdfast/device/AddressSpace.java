package dev.holdfast.device;

import java.util.List;

/// One client's device addresses. Changes take effect at once for commands that start after the
/// call; whoever changes a range has waited for the commands that use it.
public interface AddressSpace extends AutoCloseable {
    /// Maps `ranges`, end to end, at `address`. Throws [IllegalArgumentException] if any part of
    /// the address range is mapped already or not aligned to [#granuleBytes]. After an exception
    /// nothing is mapped; after an error nobody knows, and it is unmapped.
    void map(long address, List<HeapRange> ranges, boolean writable);

    /// Removes the mapping that was made at `address` with `sizeBytes` in all. Throws
    /// [IllegalArgumentException] if there is none. After any other throw it is tried again.
    void unmap(long address, long sizeBytes);

    /// Addresses and lengths of mappings are multiples of this power of two.
    long granuleBytes();

    /// Addresses run from zero to this, exclusive.
    long limitBytes();

    /// Removes every mapping.
    @Override
    void close();
}
