package dev.holdfast.device;

/// How far a backend keeps kernels inside their arguments.
public enum Isolation {
    /// Every access of a kernel is checked; one outside its arguments is a fault.
    CHECKED,
    /// A kernel that indexes out of bounds may reach other memory: in-bounds access is isolated,
    /// the rest is up to the kernels.
    IN_BOUNDS_ONLY
}
