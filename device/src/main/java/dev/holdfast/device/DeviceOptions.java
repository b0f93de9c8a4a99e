package dev.holdfast.device;

import java.util.OptionalLong;

/// How a device is opened.
///
/// @param deviceBytes capacity of device memory to use
/// @param hostBytes capacity of host memory that its queues can reach
/// @param visibleBytes how much device memory the CPU can see; all of it if absent
/// @param linkBytesPerSecond speed of copies, for each direction; unlimited if absent
public record DeviceOptions(
        long deviceBytes,
        long hostBytes,
        OptionalLong visibleBytes,
        OptionalLong linkBytesPerSecond) {

    /// Checks that sizes are positive and that what is visible exists.
    public DeviceOptions {
        if (deviceBytes <= 0 || hostBytes <= 0) {
            throw new IllegalArgumentException(
                    "device memory ("
                            + deviceBytes
                            + ") and host memory ("
                            + hostBytes
                            + ") must be positive");
        }
        if (visibleBytes.isPresent()
                && (visibleBytes.getAsLong() < 0 || visibleBytes.getAsLong() > deviceBytes)) {
            throw new IllegalArgumentException(
                    "visible bytes " + visibleBytes.getAsLong() + " not within 0.." + deviceBytes);
        }
        if (linkBytesPerSecond.isPresent() && linkBytesPerSecond.getAsLong() <= 0) {
            throw new IllegalArgumentException("link bandwidth must be positive");
        }
    }

    /// Sizes alone: everything visible, no speed limit.
    public static DeviceOptions of(long deviceBytes, long hostBytes) {
        return new DeviceOptions(
                deviceBytes, hostBytes, OptionalLong.empty(), OptionalLong.empty());
    }
}
