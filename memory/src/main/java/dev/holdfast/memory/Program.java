package dev.holdfast.memory;

import dev.holdfast.device.Device;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;

/// The source of kernels in OpenCL C.
///
///     var scan = manager.program(source).kernel("scan");
///     client.submit(scan.over(n).args(read(part), readWrite(best), 42));
///
/// A value: it owns nothing. What was compiled is the device's, which compiles each source once.
public final class Program {
    private final Device device;
    private final String source;
    private final String buildOptions;

    Program(Device device, String source, String buildOptions) {
        this.device = device;
        this.source = source;
        this.buildOptions = buildOptions;
    }

    /// The same source with these options for the compiler, such as `-DTILE=16`, in place of those
    /// that it had.
    public Program withOptions(String options) {
        return new Program(device, source, options);
    }

    /// Compiles the source, if that was not done yet, and answers the kernel of that name in it.
    /// Throws [dev.holdfast.device.KernelBuildException], with the compiler's own words, if it does
    /// not compile or has no such kernel, and [IllegalArgumentException] if the device has kernels
    /// in another language.
    public ProgramKernel kernel(String name) {
        Kernel kernel = device.load(new KernelCode.InOpenClC(name, source, buildOptions));
        return new ProgramKernel(kernel);
    }
}
