package dev.holdfast.device;

import java.util.List;

/// A buffer as a kernel sees it.
///
/// @param address its address in the launch's address space; 0 on devices without one
/// @param ranges where its bytes are, for devices without address spaces
/// @param sizeBytes how many bytes the kernel may touch
/// @param writable whether it may write them
public record BufferArgument(
        long address, List<HeapRange> ranges, long sizeBytes, boolean writable) {}
