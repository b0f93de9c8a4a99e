/// Floor 0: units, faults, fences and the service-provider interface that backends implement.
@org.jspecify.annotations.NullMarked
module dev.holdfast.device {
    requires static transitive org.jspecify;

    exports dev.holdfast.device;
    exports dev.holdfast.device.fault;
    exports dev.holdfast.device.fence;
    exports dev.holdfast.device.unit;

    uses dev.holdfast.device.DeviceProvider;
}
