package dev.holdfast.device;

/// One heap of a device.
///
/// @param kind device or host memory
/// @param sizeBytes its capacity
/// @param visibleBytes how much of it the CPU can see, counted from offset zero
/// @param zeroed true if every byte is zero when the device is opened; if not, nobody knows whose
///   bytes are in it
public record HeapInfo(HeapKind kind, long sizeBytes, long visibleBytes, boolean zeroed) {
    /// Checks 0 ≤ visible ≤ size.
    public HeapInfo {
        if (sizeBytes < 0 || visibleBytes < 0 || visibleBytes > sizeBytes) {
            throw new IllegalArgumentException(
                    "heap of " + sizeBytes + " bytes with " + visibleBytes + " visible");
        }
    }
}
