package dev.holdfast.device.fence;

/// A fence that must settle first, and what its fault means.
///
/// @param fence what is waited for
/// @param kind whether a fault is inherited
public record Dependency(Fence fence, Kind kind) {

    /// What a fault of the fence means to whoever waits for it.
    public enum Kind {
        /// Any settlement will do: waiting *behind* a failed fence is not depending on it.
        ORDERING,
        /// The result is needed: a fault skips the dependent, with this fault as its cause.
        DATA
    }

    /// A dependency on the order alone.
    public static Dependency ordering(Fence fence) {
        return new Dependency(fence, Kind.ORDERING);
    }

    /// A dependency on the result.
    public static Dependency data(Fence fence) {
        return new Dependency(fence, Kind.DATA);
    }
}
