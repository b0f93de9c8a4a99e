package dev.holdfast.faulty;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Ticker;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultAction;
import dev.holdfast.device.fault.FaultHit;
import dev.holdfast.device.fault.FaultKind;
import org.jspecify.annotations.Nullable;

/// A command between the queue that took it and its completion, with what shall happen to it. The
/// device behind reports to it. Its fields are guarded by its queue's [Line].
final class Errand implements Completion {
    final Command command;
    final Completion completion;
    private final FaultyQueue queue;
    private final @Nullable FaultHit hit;

    /// How far it has come.
    enum Stage {
        /// It waits, or the device behind has it.
        GIVEN,
        /// The device behind has done with it, and its completion is held back.
        STALLED,
        /// It completes as soon as it is its turn.
        OVER
    }

    Stage stage = Stage.GIVEN;
    @Nullable Fault fault;
    Ticker.@Nullable Alarm alarm;

    /// True while the call that submitted it has not returned: what the device behind refuses can
    /// then still be thrown at the caller.
    boolean callerWaits = true;

    @Nullable RuntimeException refusal;

    /// `command` of `queue`, which nothing happens to if `hit` is null.
    Errand(FaultyQueue queue, Command command, Completion completion, @Nullable FaultHit hit) {
        this.queue = queue;
        this.command = command;
        this.completion = completion;
        this.hit = hit;
    }

    /// The device behind has done what it was asked to.
    @Override
    public void completed(@Nullable Fault reported) {
        queue.reported(this, reported);
    }

    /// True if it was submitted with `other`.
    @SuppressWarnings("ReferenceEquality") // this very submission is meant
    boolean reportsTo(Completion other) {
        return completion == other;
    }

    /// What happens to it, if anything does.
    @Nullable FaultAction action() {
        return hit == null ? null : hit.action();
    }

    /// The number that decides how.
    long draw() {
        return hit == null ? 0 : hit.draw();
    }

    /// True if nothing behind it may begin before it has completed.
    boolean holdsUp() {
        return action() instanceof FaultAction.Delay || action() instanceof FaultAction.Hang;
    }

    /// True if the device is lost by it.
    boolean loses() {
        return action() instanceof FaultAction.Lose;
    }

    /// True if only its completion is late.
    boolean isReordered() {
        return action() instanceof FaultAction.Reorder;
    }

    /// Its fault of a `kind`.
    Fault fault(FaultKind kind, String what) {
        return Fault.of(kind, this + " " + what);
    }

    /// Its fault if it is made to fail.
    Fault failure() {
        return fault(ownKind(), "was made to fail");
    }

    /// Its fault if it is taken from its queue although the device behind has done with it.
    Fault revoked() {
        boolean hung = action() instanceof FaultAction.Hang;
        return fault(
                FaultKind.REVOKED,
                (hung ? "hung" : "was held back") + " and was taken from its queue by a reset");
    }

    /// Its fault if the device behind does not take it.
    Fault refused(RuntimeException refusal) {
        return fault(ownKind(), "was refused: " + refusal.getMessage());
    }

    /// True if `reported` is what was to be: a kernel that does harm ends with a throw.
    boolean isOwn(Fault reported) {
        boolean harm =
                action() instanceof FaultAction.Fail
                        || action() instanceof FaultAction.Hang
                        || action() instanceof FaultAction.Linger;
        return harm
                && command instanceof Command.Launch
                && reported.kind() == FaultKind.KERNEL_FAILED;
    }

    /// How it stands, for people: `the first hangs`.
    String standing() {
        return switch (stage) {
            case GIVEN -> "has not ended";
            case STALLED -> action() instanceof FaultAction.Hang ? "hangs" : "is held back";
            case OVER -> "is about to complete";
        };
    }

    private FaultKind ownKind() {
        return command instanceof Command.Launch ? FaultKind.KERNEL_FAILED : FaultKind.COPY_FAILED;
    }

    /// For people: `copy of 4096 bytes (visit 3)`.
    @Override
    public String toString() {
        String what =
                switch (command) {
                    case Command.Copy copy -> "copy of " + copy.sizeBytes() + " bytes";
                    case Command.Fill fill -> "fill of " + fill.sizeBytes() + " bytes";
                    case Command.Launch launch -> "kernel \"" + launch.kernel().name() + '"';
                    case Command.Marker marker -> "marker";
                };
        return hit == null ? what : what + " (visit " + hit.visit() + ")";
    }
}
