import org.jspecify.annotations.NullMarked;

/// Programs to copy from.
@NullMarked
module dev.holdfast.examples {
    requires static org.jspecify;
    requires dev.holdfast.device;
    requires dev.holdfast.faulty;
    requires dev.holdfast.memory;

    uses dev.holdfast.device.DeviceProvider;
}
