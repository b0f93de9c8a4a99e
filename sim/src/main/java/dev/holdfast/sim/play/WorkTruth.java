package dev.holdfast.sim.play;

import static dev.holdfast.device.fault.FaultKind.KERNEL_FAILED;
import static dev.holdfast.device.fault.FaultKind.UNSTOPPED;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceCallback;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.work.Access;
import dev.holdfast.sim.oracle.Verdict;
import dev.holdfast.sim.unruly.Charge;
import dev.holdfast.sim.watch.Rudeness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One piece of work: what it is to do, what was seen of it, how it ended.
final class WorkTruth implements FenceCallback {
    final int index;
    final Player player;
    final Right[] rights;
    final Access[] accesses;

    /// For each argument, whether a capture is to have its object.
    final boolean[] flagged;

    /// For each argument, which of [#uses] it is.
    final int[] useOf;

    final Use[] uses;
    final Plan plan;
    final List<SettableFence> foreign;
    final long deadlineNanos;

    /// How long it may run, if it says so itself; else 0.
    final long limitNanos;

    private final FaultJudge judge;

    /// When the deadline of its foreign fences passes.
    long dueNanos;

    /// True if no kernel does it, but a client by commands of his own.
    boolean outside;

    /// How it is to be spread over work items.
    List<Dispatch> dispatches = List.of();

    /// Settles with its outcome, if anybody can see that.
    @Nullable Fence result;

    private Hurdles[] hurdles = {};
    boolean accepted;
    boolean placed;
    boolean ran;
    boolean threw;
    int starts;

    /// What the device has of it, once it has been given it.
    @Nullable Charge charge;

    /// What the driver threw when it was given it, if it did.
    Rudeness.@Nullable Outburst outburst;

    boolean settled;
    @Nullable Fault fault;

    /// The first wrong words that its kernel has read, and of which content.
    Verdict.@Nullable Finding wrong;

    @Nullable Version wrongOf;

    /// What its kernel is to do beside its work.
    ///
    /// @param throwsAt when it throws
    /// @param wordsFirst how many words of each object it writes before it throws halfway
    /// @param nanos how long it takes
    /// @param leavesOut of how many words of what it overwrites it leaves one out; 0 for none
    record Plan(ThrowsAt throwsAt, int wordsFirst, long nanos, int leavesOut) {}

    /// When a kernel throws on purpose.
    enum ThrowsAt {
        NEVER,
        FIRST,
        HALFWAY,
        LAST
    }

    WorkTruth(
            int index,
            List<Right> arguments,
            List<Access> accesses,
            Plan plan,
            List<SettableFence> foreign,
            long deadlineNanos,
            long limitNanos,
            FaultJudge judge) {
        this.index = index;
        this.player = arguments.getFirst().player;
        this.rights = arguments.toArray(new Right[0]);
        this.accesses = accesses.toArray(new Access[0]);
        this.flagged = new boolean[rights.length];
        this.useOf = new int[rights.length];
        this.uses = gather();
        this.plan = plan;
        this.foreign = foreign;
        this.deadlineNanos = deadlineNanos;
        this.limitNanos = limitNanos;
        this.judge = judge;
    }

    private Use[] gather() {
        Use[] found = new Use[rights.length];
        int count = 0;
        for (int i = 0; i < rights.length; i++) {
            int at = 0;
            while (at < count && found[at].object != rights[i].object) {
                at++;
            }
            if (at == count) {
                found[count++] = new Use(rights[i].object, accesses[i]);
            } else {
                found[at].access = found[at].access.with(accesses[i]);
            }
            useOf[i] = at;
            if (accesses[i].writes()) {
                found[at].writesBy = i;
            }
        }
        return java.util.Arrays.copyOf(found, count);
    }

    /// It was accepted, and this is its fence.
    void accepted(Fence fence, long nowNanos) {
        dueNanos = nowNanos + deadlineNanos;
        result = fence;
        accepted = true;
        player.unsettled++;
        if (!placed) {
            player.deferred.addLast(this);
        }
        if (!fence.onSettled(this)) {
            settled(fence);
        }
    }

    /// It will never be placed: what it was to write carries its fault from now on.
    void givenUp() {
        if (hurdles.length > 0) {
            return;
        }
        hurdles = new Hurdles[rights.length];
        for (int i = 0; i < rights.length; i++) {
            hurdles[i] = Hurdles.of(rights[i], accesses[i]);
        }
        for (int i = 0; i < rights.length; i++) {
            Right right = rights[i];
            if (accesses[i].writes() && right.mayWrite && !right.isOver()) {
                right.object.touched = true;
                right.object.current = Version.spoiled(this, right.object);
            }
        }
    }

    /// True if it was forced: the device was given it, has not said how it ended, and may go on
    /// with it.
    boolean isWithDevice() {
        return charge != null && !charge.isReported();
    }

    /// True if this is how it ended, as the device has it.
    boolean isReported(Fault with) {
        return charge != null && charge.fault().filter(with::equals).isPresent();
    }

    /// True if `with` says what the driver threw when it was given it: that it was not taken, or
    /// that nobody knows.
    boolean isThrown(Fault with) {
        FaultKind kind = outburst != null && outburst.isRefusal() ? KERNEL_FAILED : UNSTOPPED;
        return with.kind() == kind && isOutburst(with);
    }

    /// True if `with` says of it that it was refused, and the driver may have it.
    boolean isDoubted(Fault with) {
        return with.kind() == KERNEL_FAILED && isOutburst(with) && !isThrown(with);
    }

    private boolean isOutburst(Fault with) {
        return outburst != null
                && with.root().message().contains(String.valueOf(outburst.thrown().getMessage()));
    }

    /// What stood in its way when it was given up.
    Hurdles hurdles(int argument) {
        return hurdles[argument];
    }

    @Override
    public void settled(Fence fence) {
        settled = true;
        player.unsettled--;
        player.deferred.remove(this);
        judge.settled(this, fence.fault().orElse(null));
    }

    /// All of it, for a journal.
    String describe() {
        StringBuilder text = new StringBuilder(toString());
        for (int i = 0; i < rights.length; i++) {
            text.append(", ").append(accesses[i]).append(' ').append(rights[i].object);
            text.append(" now ").append(rights[i].object.current);
        }
        if (plan.throwsAt() != ThrowsAt.NEVER) {
            text.append(", throws ").append(plan.throwsAt());
        }
        return text.append(foreign.isEmpty() ? "" : ", behind foreign fences").toString();
    }

    @Override
    public String toString() {
        return "work " + index + " of " + player;
    }
}
