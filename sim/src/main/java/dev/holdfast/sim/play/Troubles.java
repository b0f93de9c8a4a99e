package dev.holdfast.sim.play;

import dev.holdfast.device.Device;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultAction;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.sim.unruly.Custody;
import dev.holdfast.sim.watch.Rudeness;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What has gone wrong so far, or may have, and so what may follow from it.
final class Troubles {
    private static final Set<FaultSite> MOVES =
            EnumSet.of(FaultSite.COPY_IN, FaultSite.COPY_OUT, FaultSite.CLEAR);

    private final FaultPlan plan;
    private final Machine machine;
    private final Custody custody;
    private final Rudeness rudeness;
    private final boolean allVisible;
    private final boolean usesExpire;
    private boolean suspended;
    private long suspensions;
    private int usesAwaited;

    /// With `usesExpire` clients may be late with the end of a use of their own.
    Troubles(
            FaultPlan plan,
            Machine machine,
            Custody custody,
            Rudeness rudeness,
            boolean usesExpire) {
        this.usesExpire = usesExpire;
        this.plan = plan;
        this.machine = machine;
        this.custody = custody;
        this.rudeness = rudeness;
        var heap = machine.device().heaps().get(Device.DEVICE_HEAP);
        this.allVisible = heap.visibleBytes() == heap.sizeBytes();
    }

    /// Somebody waits for a use by commands of his own, or does so no longer. He cannot end it
    /// while somebody else waits inside: nobody else may wait for what is behind it.
    void awaitsUse(boolean now) {
        usesAwaited += now ? 1 : -1;
    }

    /// True if a client may wait for something now.
    boolean mayWait() {
        return usesAwaited == 0;
    }

    /// Somebody takes everything off the device, or is through with that.
    void suspended(boolean now) {
        suspended = now;
        suspensions++;
    }

    /// How often anybody has begun or ended that.
    long suspensions() {
        return suspensions;
    }

    boolean isSuspended() {
        return suspended;
    }

    /// True if the device is lost or was given up, or one before it was.
    boolean isDeviceLost() {
        return machine.wasEverLost() || custody.isGivenUp();
    }

    /// True if the device was given up: what it had may run on.
    boolean isGivenUp() {
        return custody.isGivenUp();
    }

    /// True if a kernel may fail without having run.
    boolean mayKernelFail() {
        return plans(FaultSite.KERNEL, FaultAction.Fail.class);
    }

    /// True if kernels may leave garbage in what they were to write.
    static boolean mayKernelsHarm(FaultPlan plan) {
        return plans(plan, FaultSite.KERNEL, FaultAction.Fail.class)
                || plans(plan, FaultSite.KERNEL, FaultAction.Hang.class)
                || plans(plan, FaultSite.KERNEL, FaultAction.Linger.class);
    }

    /// True if moves may have to be seen through by whoever sets them up.
    boolean mayLeaveUnwatched() {
        return plans(FaultSite.BOOKKEEPING, FaultAction.class);
    }

    /// True if there may be no room to keep what is flagged for capture.
    boolean mayLackRoom() {
        return plans(FaultSite.BOOKKEEPING, FaultAction.class);
    }

    /// True if commands may have been left behind unstopped.
    boolean mayBeUnstopped() {
        for (FaultSpec spec : plan.specs()) {
            if (spec.action() instanceof FaultAction.Linger) {
                return true;
            }
        }
        return usesExpire || custody.isGivenUp() || rudeness.hasDoubts();
    }

    /// True if memory may be nobody's any more: what was not stopped or not unmapped reaches it.
    boolean mayKeepMemory() {
        return mayBeUnstopped() || rudeness.hasKeptMapped();
    }

    /// True if `fault` comes of a command that was not stopped, and there may be some.
    boolean isUnstopped(Fault fault) {
        Optional<Fault> each = Optional.of(fault);
        while (each.isPresent() && each.get().kind() != FaultKind.UNSTOPPED) {
            each = each.get().cause();
        }
        return each.isPresent() && mayBeUnstopped();
    }

    /// True if the CPU sees all of device memory.
    boolean isAllVisible() {
        return allVisible;
    }

    /// True if bytes may be lost: something that moves has failed, and the CPU could not help.
    boolean mayLose() {
        boolean moveFails = custody.movesTaken() || rudeness.hasRefused();
        for (FaultSite site : MOVES) {
            moveFails |= plans(site, FaultAction.Fail.class) && plan.visits(site) > 0;
        }
        boolean unrepaired = !allVisible || plans(FaultSite.HOST_COPY, FaultAction.class);
        return isDeviceLost() || mayBeUnstopped() || (moveFails && unrepaired);
    }

    /// True if `fault` says that the bytes of this object are lost, and they may be: `version` was
    /// to be read.
    boolean isLossOf(ObjectTruth object, @Nullable Version version, Fault fault) {
        if (fault.kind() != FaultKind.CONTENT_LOST || !object.isNamedIn(fault.message())) {
            return false;
        }
        return fault.root().kind() == FaultKind.SOURCE_LOST ? object.isGone(version) : mayLose();
    }

    private boolean plans(FaultSite site, Class<? extends FaultAction> action) {
        return plans(plan, site, action);
    }

    private static boolean plans(
            FaultPlan plan, FaultSite site, Class<? extends FaultAction> action) {
        for (FaultSpec spec : plan.specs()) {
            if (spec.site() == site && action.isInstance(spec.action())) {
                return true;
            }
        }
        return false;
    }
}
