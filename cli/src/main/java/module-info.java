import org.jspecify.annotations.NullMarked;

/// The command line. Open, because picocli and Jackson fill commands and records by reflection.
@NullMarked
open module dev.holdfast.cli {
    requires static org.jspecify;
    requires dev.holdfast.capturefile;
    requires dev.holdfast.device;
    requires dev.holdfast.faulty;
    requires dev.holdfast.memory;
    requires dev.holdfast.mutants;
    requires dev.holdfast.sim;
    requires info.picocli;
    requires jdk.management;
    requires tools.jackson.databind;

    uses dev.holdfast.device.DeviceProvider;
}
