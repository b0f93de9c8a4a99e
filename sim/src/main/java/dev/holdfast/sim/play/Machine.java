package dev.holdfast.sim.play;

import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.sim.unruly.UnrulyDevice;
import java.util.Optional;
import java.util.function.Supplier;

/// The device of the moment, with the kernel that is loaded there.
final class Machine {
    private final Supplier<UnrulyDevice> next;
    private final KernelCode code;
    private UnrulyDevice device;
    private Kernel kernel;
    private boolean everLost;

    /// Begins with `first`; others come from `next`.
    Machine(UnrulyDevice first, Supplier<UnrulyDevice> next, KernelCode code) {
        this.next = next;
        this.code = code;
        this.device = first;
        this.kernel = first.load(code);
    }

    UnrulyDevice device() {
        return device;
    }

    Kernel kernel() {
        return kernel;
    }

    /// Why the device is lost, if it is.
    Optional<Fault> lost() {
        Optional<Fault> lost = device.lost();
        everLost |= lost.isPresent();
        return lost;
    }

    /// True if this device is lost, or one before it was.
    boolean wasEverLost() {
        return lost().isPresent() || everLost;
    }

    /// Closes the device and opens another like it.
    void replace() {
        everLost |= lost().isPresent();
        device.close();
        device = next.get();
        load();
    }

    /// One more like it, to take its place.
    UnrulyDevice another() {
        return next.get();
    }

    /// Closes the device: `other` has taken its place.
    void replaceBy(UnrulyDevice other) {
        everLost |= lost().isPresent();
        device.close();
        device = other;
        load();
    }

    /// What was loaded before a suspension is of no use after it.
    void load() {
        kernel = device.load(code);
    }
}
