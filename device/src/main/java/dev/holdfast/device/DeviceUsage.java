package dev.holdfast.device;

/// Counters that the device keeps by itself, so that they can be held against the manager's.
///
/// @param peakDeviceBytes the distinct bytes of device memory that commands have ever touched,
///   rounded up to the backend's granule; without what it has adopted
/// @param bytesCopiedIn bytes copied into device memory
/// @param bytesCopiedOut bytes copied out of device memory
/// @param bytesCleared bytes overwritten by fills
/// @param commands commands completed, well or badly
/// @param resets commands taken away by force
public record DeviceUsage(
        long peakDeviceBytes,
        long bytesCopiedIn,
        long bytesCopiedOut,
        long bytesCleared,
        long commands,
        long resets) {}
