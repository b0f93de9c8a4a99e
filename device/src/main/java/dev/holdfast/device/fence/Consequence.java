package dev.holdfast.device.fence;

/// A callback of Holdfast's own: part of what follows from a settlement.
///
/// All consequences of an event run before any callback of a user does, so that nothing a user's
/// code does can come between them. They neither block nor call foreign code that is not guarded.
/// What one throws is a bug in Holdfast; the others run all the same, and whoever caused the event
/// is told when all of them have run. A callback of a user implements [FenceCallback] instead.
@FunctionalInterface
public interface Consequence extends FenceCallback {
    /// `consequence` itself: names the type of a lambda.
    static Consequence of(Consequence consequence) {
        return consequence;
    }
}
