import org.jspecify.annotations.NullMarked;

/// Any device, decorated with a seeded plan of faults.
@NullMarked
module dev.holdfast.faulty {
    requires static org.jspecify;
    requires transitive dev.holdfast.device;

    exports dev.holdfast.faulty;
}
