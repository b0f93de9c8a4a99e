package dev.holdfast.memory.capture;

import dev.holdfast.memory.testing.ManualDevice;

/// A card of which the CPU sees the first half.
class BounceTest implements BounceContract {
    @Override
    public ManualDevice halfSeen(long deviceBytes, long hostBytes) {
        return new ManualDevice(deviceBytes, hostBytes, deviceBytes / 2);
    }
}
