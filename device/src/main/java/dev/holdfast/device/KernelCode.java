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

    /// A kernel in OpenCL C. Many of one source are compiled once.
    ///
    /// @param name of the kernel function
    /// @param source of the whole program
    /// @param buildOptions for the compiler, such as `-DTILE=16`; may be empty
    record InOpenClC(String name, String source, String buildOptions) implements KernelCode {
        @Override
        public String toString() {
            return "OpenCL C kernel \"" + name + '"';
        }
    }
}
