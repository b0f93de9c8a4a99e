import org.jspecify.annotations.NullMarked;

/// Devices that OpenCL drives. Found by [java.util.ServiceLoader]; exported is only the way in for
/// programs that have OpenCL code already, [dev.holdfast.opencl.OpenCl].
@NullMarked
module dev.holdfast.opencl {
    requires static org.jspecify;
    requires transitive dev.holdfast.device;
    requires org.lwjgl;
    requires org.lwjgl.opencl;

    exports dev.holdfast.opencl;

    provides dev.holdfast.device.DeviceProvider with
            dev.holdfast.opencl.OpenClProvider;
}
