import org.jspecify.annotations.NullMarked;

/// Programs to copy from.
@NullMarked
module dev.holdfast.examples {
    requires static org.jspecify;
    requires dev.holdfast.device;
    requires dev.holdfast.faulty;
    requires dev.holdfast.memory;
    requires dev.holdfast.opencl;
    requires org.lwjgl;
    requires org.lwjgl.opencl;

    exports dev.holdfast.examples to
            dev.holdfast.bench;

    uses dev.holdfast.device.DeviceProvider;
}
