import org.jspecify.annotations.NullMarked;

/// The simulator: everything on one thread and in virtual time, chosen by a seed, with an oracle
/// that knows every word.
@NullMarked
module dev.holdfast.sim {
    requires static org.jspecify;
    requires transitive dev.holdfast.device;
    requires dev.holdfast.faulty;
    requires dev.holdfast.memory;

    exports dev.holdfast.sim;
    exports dev.holdfast.sim.shape;

    uses dev.holdfast.device.DeviceProvider;
}
