package dev.holdfast.device.contract;

import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.KernelCode;
import java.util.Optional;

/// The device under test.
public interface Backend {
    /// Opens it.
    DeviceProvider provider();

    /// What does the same as the kernel in Java of that name, in the device's own language: buffers
    /// first, then the numbers. Empty if there is none, which is for the device to say why; tests
    /// of that kernel are not run then.
    default Optional<KernelCode> inOwnLanguage(String kernel) {
        return Optional.empty();
    }

    /// How many commands are submitted one by one, each from the completion of the one before, to
    /// see whether that needs stack.
    default int longChain() {
        return 1_000_000;
    }

    /// How many devices are opened for their last completion to close; fewer where opening is slow.
    default int closings() {
        return 200;
    }
}
