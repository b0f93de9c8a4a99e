package dev.holdfast.soft;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;

/// A kernel in Java.
///
/// @param device where it was loaded
/// @param name for people
/// @param body what it does
record SoftKernel(SoftDevice device, String name, JavaKernel body) implements Kernel {
    @Override
    public void check(Dispatch dispatch) {
        throw new IllegalArgumentException(this + " is in Java and is not spread over work items");
    }

    @Override
    public String toString() {
        return "kernel \"" + name + '"';
    }
}
