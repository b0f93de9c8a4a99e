package dev.holdfast.memory.capture;

import dev.holdfast.memory.testing.ManualDevice;

/// Captures of memory that the CPU does not see, in one slab: a card as OpenCL shows it.
class UnseenCaptureTest implements CaptureSuite {
    @Override
    public ManualDevice device(long deviceBytes, long hostBytes) {
        return ManualDevice.unseen(deviceBytes, Math.max(hostBytes, 8 * Captures.MIB), 128);
    }
}
