package dev.holdfast.memory;

import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelParameter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A kernel of a [Program], loaded. May be launched any number of times, by any client.
public final class ProgramKernel {
    private final Kernel kernel;

    ProgramKernel(Kernel kernel) {
        this.kernel = kernel;
    }

    /// Its name.
    public String name() {
        return kernel.name();
    }

    /// The kernel as the device knows it.
    public Kernel kernel() {
        return kernel;
    }

    /// Its parameters in order, if the device knows them.
    public Optional<List<KernelParameter>> parameters() {
        return kernel.parameters();
    }

    /// How many work items a group of it can have at most on this device, if the device knows: what
    /// to choose the sizes for [Spread#within] by.
    public OptionalLong mostGroupItems() {
        return kernel.mostGroupItems();
    }

    /// A launch over so many work items, in one to three dimensions. Throws
    /// [IllegalArgumentException] for another number of dimensions or one that is empty.
    public Spread over(long... globalSizes) {
        return new Spread(kernel, globalSizes);
    }

    @Override
    public String toString() {
        return "kernel \"" + name() + '"';
    }
}
