import org.jspecify.annotations.NullMarked;

/// Devices that OpenCL drives. Found by [java.util.ServiceLoader]; nothing of it is exported.
@NullMarked
module dev.holdfast.opencl {
    requires static org.jspecify;
    requires dev.holdfast.device;
    requires org.lwjgl;
    requires org.lwjgl.opencl;

    provides dev.holdfast.device.DeviceProvider with
            dev.holdfast.opencl.OpenClProvider;
}
