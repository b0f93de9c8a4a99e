/// Floor 1, deciding: buffer objects that move between device and host behind the kernels that use
/// them. Knows devices by their interface only.
@org.jspecify.annotations.NullMarked
module dev.holdfast.memory {
    requires transitive dev.holdfast.device;
    requires static transitive org.jspecify;

    exports dev.holdfast.memory;
    exports dev.holdfast.memory.capture;
    exports dev.holdfast.memory.recorder;
    exports dev.holdfast.memory.work;

    // a region is measured by itself
    exports dev.holdfast.memory.ledger to
            dev.holdfast.bench;
    exports dev.holdfast.memory.region to
            dev.holdfast.bench;
}
