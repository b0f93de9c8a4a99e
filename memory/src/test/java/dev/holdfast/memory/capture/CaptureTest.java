package dev.holdfast.memory.capture;

import dev.holdfast.memory.testing.ManualDevice;

/// Captures of memory that the CPU sees, with page tables.
class CaptureTest implements CaptureSuite {
    @Override
    public ManualDevice device(long deviceBytes, long hostBytes) {
        return new ManualDevice(deviceBytes, hostBytes, deviceBytes);
    }
}
