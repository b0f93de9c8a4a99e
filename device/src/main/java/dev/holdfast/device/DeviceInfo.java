package dev.holdfast.device;

/// What a device is and can do.
///
/// @param name for people
/// @param isolation how far kernels are kept inside their arguments
/// @param addressSpaces whether kernels address through an [AddressSpace]
/// @param queueReset whether [Device#reset] works
/// @param contiguousOnly whether an object must be one contiguous range in device memory
/// @param kernelLanguage which kind of [KernelCode] it loads: `java`, `opencl-c`, `ptx`
public record DeviceInfo(
        String name,
        Isolation isolation,
        boolean addressSpaces,
        boolean queueReset,
        boolean contiguousOnly,
        String kernelLanguage) {}
