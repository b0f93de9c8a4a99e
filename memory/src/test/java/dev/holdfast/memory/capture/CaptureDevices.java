package dev.holdfast.memory.capture;

import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;

/// The devices on which scenarios of captures are played: the same ones, wherever the memory is and
/// whoever does the work. All are stepped by hand.
public interface CaptureDevices {
    /// A new device of so much device memory and at least so much host memory. Where the CPU does
    /// not see device memory there is host memory enough for copies of it.
    ManualDevice device(long deviceBytes, long hostBytes);

    /// A manager on such a device, which copies nothing out ahead of need.
    default Rig rig(long deviceBytes, long hostBytes) {
        return rig(deviceBytes, hostBytes, MemoryOptions.defaults().withCleanShare(0));
    }

    /// The same, with other options.
    default Rig rig(long deviceBytes, long hostBytes, MemoryOptions options) {
        return new Rig(device(deviceBytes, hostBytes), options);
    }
}
