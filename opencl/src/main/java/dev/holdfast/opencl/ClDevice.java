package dev.holdfast.opencl;

import org.lwjgl.opencl.CL10;

/// A device that OpenCL listed and that can be used.
///
/// @param platform its platform's handle
/// @param id its own
/// @param name as its driver calls it
/// @param platformName as its platform calls itself
/// @param version which OpenCL it speaks: `OpenCL 3.0 …`
/// @param kind `CPU`, `GPU` or `accelerator`
/// @param limits what it says of itself in numbers
/// @param calls from which threads its driver is called
/// @param loops whether it runs loops to their end
record ClDevice(
        long platform,
        long id,
        String name,
        String platformName,
        String version,
        String kind,
        Limits limits,
        Calls calls,
        LoopProbe loops) {

    /// What is to be known of device `id`.
    static ClDevice of(long platform, String platformName, long id) {
        String version = text(id, CL10.CL_DEVICE_VERSION);
        return new ClDevice(
                platform,
                id,
                text(id, CL10.CL_DEVICE_NAME),
                platformName,
                version,
                kind(Limits.number(id, CL10.CL_DEVICE_TYPE)),
                Limits.of(id, version),
                Calls.configured(platformName),
                new LoopProbe());
    }

    /// What `platform` calls itself.
    static String platformName(long platform) {
        return Query.text(
                "clGetPlatformInfo",
                (size, value, returned) ->
                        CL10.nclGetPlatformInfo(
                                platform, CL10.CL_PLATFORM_NAME, size, value, returned));
    }

    static String text(long device, int property) {
        return Query.text(
                "clGetDeviceInfo",
                (size, value, returned) ->
                        CL10.nclGetDeviceInfo(device, property, size, value, returned));
    }

    private static String kind(long type) {
        if ((type & CL10.CL_DEVICE_TYPE_GPU) != 0) {
            return "GPU";
        }
        return (type & CL10.CL_DEVICE_TYPE_CPU) != 0 ? "CPU" : "accelerator";
    }
}
