package dev.holdfast.device;

/// Source of a kernel, by language.
public sealed interface KernelCode {
    /// Its name, for people and captures.
    String name();

    /// A kernel in Java, for devices that run it on the host.
    ///
    /// @param name for people
    /// @param body what it does
    record InJava(String name, JavaKernel body) implements KernelCode {}
}
