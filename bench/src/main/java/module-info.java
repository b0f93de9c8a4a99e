import org.jspecify.annotations.NullMarked;

/// The budgets, measured.
@NullMarked
module dev.holdfast.bench {
    requires static org.jspecify;
    requires dev.holdfast.device;
    requires dev.holdfast.examples;
    requires dev.holdfast.memory;
    requires dev.holdfast.mutants;
    requires dev.holdfast.sim;
    requires java.management;
    requires jdk.management;
    requires org.lwjgl;
    requires org.lwjgl.opencl;
    requires org.lwjgl.vma;
    requires tools.jackson.databind;

    uses dev.holdfast.device.DeviceProvider;
}
