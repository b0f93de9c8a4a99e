package dev.holdfast.sim.play;

import dev.holdfast.memory.work.Access;

/// What stood between a piece of work and one of its objects at one moment.
///
/// @param over the object was closed, or the grant taken back
/// @param denied the grant did not allow it
/// @param mapped a mapping was in the way
/// @param unfit the content was not to be read, or may not have been
record Hurdles(boolean over, boolean denied, boolean mapped, boolean unfit) {
    static Hurdles of(Right right, Access access) {
        Version current = right.object.current;
        boolean unfit =
                current.isBad()
                        || current.isUnknown()
                        || current.doubted
                        || right.object.isGone(current);
        return new Hurdles(
                right.isOver(),
                !right.allows(access),
                right.object.isMappedAgainst(access),
                access.reads() && unfit);
    }

    /// True if this is what the words of a refusal say.
    boolean explains(String message) {
        if (message.contains("cannot be used")) {
            return unfit;
        }
        if (message.contains("no longer shared")) {
            return over;
        }
        return message.contains("shared read-only")
                ? denied
                : message.contains("is mapped") && mapped;
    }
}
