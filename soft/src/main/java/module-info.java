import org.jspecify.annotations.NullMarked;

/// The embedded device: memory off the heap, kernels in Java, and no GPU.
@NullMarked
module dev.holdfast.soft {
    requires static org.jspecify;
    requires dev.holdfast.device;
}
