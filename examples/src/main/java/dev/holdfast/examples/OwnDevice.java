package dev.holdfast.examples;

import dev.holdfast.device.DeviceProvider;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.Platform;

/// An OpenCL device as programs know it that call the driver themselves: two handles.
///
/// @param platform the `cl_platform_id`
/// @param device the `cl_device_id`
public record OwnDevice(long platform, long device) {
    private static final String FIRST = "opencl";

    /// The device that `name` asks for: `opencl` is the first of the first platform that has any,
    /// `opencl:1` and parts of a name are what Holdfast calls so. Throws [IllegalArgumentException]
    /// with a line for people if there is none.
    public static OwnDevice named(String name) {
        if (name.equals(FIRST)) {
            return all().getFirst();
        }
        DeviceProvider asked = Session.devices().named(name);
        // of several that are called the same it is as many further on as Holdfast says
        long before =
                Session.devices().backends().stream()
                        .flatMap(backend -> backend.devices().stream())
                        .takeWhile(each -> !each.name().equals(asked.name()))
                        .filter(each -> each.driverName().equals(asked.driverName()))
                        .count();
        return all().stream()
                .filter(each -> each.driverName().equals(asked.driverName()))
                .skip(before)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "\"" + name + "\" is no device of OpenCL's: " + asked.name()));
    }

    private static List<OwnDevice> all() {
        List<OwnDevice> devices = new ArrayList<>();
        for (long platform : platforms()) {
            for (long device : devicesOf(platform)) {
                devices.add(new OwnDevice(platform, device));
            }
        }
        if (devices.isEmpty()) {
            throw new IllegalArgumentException("there is no OpenCL device here");
        }
        return devices;
    }

    private static long[] platforms() {
        if (Platform.get() == Platform.LINUX) {
            // the name without a number is the development package's
            Configuration.OPENCL_LIBRARY_NAME.set("libOpenCL.so.1");
        }
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.callocInt(1);
            int code = CL10.clGetPlatformIDs(null, count);
            if (code != CL10.CL_SUCCESS || count.get(0) == 0) {
                return new long[0];
            }
            PointerBuffer handles = stack.callocPointer(count.get(0));
            check(CL10.clGetPlatformIDs(handles, (IntBuffer) null));
            return copyOf(handles);
        } catch (UnsatisfiedLinkError none) {
            throw new IllegalArgumentException("there is no OpenCL: " + none.getMessage(), none);
        }
    }

    private static long[] devicesOf(long platform) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.callocInt(1);
            int code = CL10.clGetDeviceIDs(platform, CL10.CL_DEVICE_TYPE_ALL, null, count);
            if (code == CL10.CL_DEVICE_NOT_FOUND) {
                return new long[0];
            }
            check(code);
            PointerBuffer handles = stack.callocPointer(count.get(0));
            check(
                    CL10.clGetDeviceIDs(
                            platform, CL10.CL_DEVICE_TYPE_ALL, handles, (IntBuffer) null));
            return copyOf(handles);
        }
    }

    private static long[] copyOf(PointerBuffer handles) {
        long[] copied = new long[handles.capacity()];
        for (int i = 0; i < copied.length; i++) {
            copied[i] = handles.get(i);
        }
        return copied;
    }

    private String driverName() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer length = stack.callocPointer(1);
            check(CL10.clGetDeviceInfo(device, CL10.CL_DEVICE_NAME, (ByteBuffer) null, length));
            ByteBuffer bytes = stack.calloc((int) length.get(0));
            check(CL10.clGetDeviceInfo(device, CL10.CL_DEVICE_NAME, bytes, null));
            byte[] text = new byte[bytes.capacity()];
            bytes.get(text);
            return new String(text, StandardCharsets.UTF_8).replace("\0", "").strip();
        }
    }

    private static void check(int code) {
        if (code != CL10.CL_SUCCESS) {
            throw new IllegalStateException("OpenCL answered " + code);
        }
    }
}
