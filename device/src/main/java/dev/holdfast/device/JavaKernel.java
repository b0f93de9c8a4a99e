package dev.holdfast.device;

/// A kernel written in Java. Stateless; may run on any thread.
@FunctionalInterface
public interface JavaKernel {
    /// Does the work, touching memory only through `memory`. A throw fails the command.
    void run(KernelMemory memory, long[] scalars);

    /// How long the command takes at least, its own work included: lets a host device stand in for
    /// one with a known speed. Zero for no such wish.
    default long atLeastNanos(long[] scalars) {
        return 0;
    }
}
