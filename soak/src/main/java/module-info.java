import org.jspecify.annotations.NullMarked;

/// A soak: threads that use one manager for long, and a model of what each byte must be.
@NullMarked
module dev.holdfast.soak {
    requires static org.jspecify;
    requires dev.holdfast.device;
    requires dev.holdfast.faulty;
    requires dev.holdfast.memory;
    requires java.management;
    requires tools.jackson.databind;

    uses dev.holdfast.device.DeviceProvider;
}
