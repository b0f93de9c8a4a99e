import org.jspecify.annotations.NullMarked;

/// The embedded device: memory off the heap, kernels in Java, and no GPU. Found by
/// [java.util.ServiceLoader]; nothing of it is exported.
@NullMarked
module dev.holdfast.soft {
    requires static org.jspecify;
    requires dev.holdfast.device;

    provides dev.holdfast.device.DeviceProvider with
            dev.holdfast.soft.SoftProvider,
            dev.holdfast.soft.FlatProvider;
}
