package dev.holdfast.sim.play;

import dev.holdfast.device.Device;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultAction;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;
import dev.holdfast.device.fault.FaultSpec;
import java.util.EnumSet;
import java.util.Set;

/// What has gone wrong so far, or may have, and so what may follow from it.
final class Troubles {
    private static final Set<FaultSite> MOVES =
            EnumSet.of(FaultSite.COPY_IN, FaultSite.COPY_OUT, FaultSite.CLEAR);

    private final FaultPlan plan;
    private final Machine machine;
    private final boolean allVisible;

    /// Kernels that a reset has taken away and whose fences have not said so yet.
    private int kernelsTaken;

    private boolean movesTaken;
    private boolean suspended;
    private long suspensions;

    Troubles(FaultPlan plan, Machine machine) {
        this.plan = plan;
        this.machine = machine;
        var heap = machine.device().heaps().get(Device.DEVICE_HEAP);
        this.allVisible = heap.visibleBytes() == heap.sizeBytes();
    }

    /// A reset has taken the running command of a queue.
    void taken(QueueKind queue) {
        if (queue == QueueKind.COMPUTE) {
            kernelsTaken++;
        } else {
            movesTaken = true;
        }
    }

    /// True, once for each, if a kernel was taken away by a reset.
    boolean wasKernelTaken() {
        return kernelsTaken-- > 0;
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

    /// True if the device is lost, or one before it was.
    boolean isDeviceLost() {
        return machine.wasEverLost();
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

    /// True if commands may have been left behind unstopped.
    boolean mayBeUnstopped() {
        for (FaultSpec spec : plan.specs()) {
            if (spec.action() instanceof FaultAction.Linger) {
                return true;
            }
        }
        return false;
    }

    /// True if `fault` comes of a command that was not stopped, and there may be some.
    boolean isUnstopped(Fault fault) {
        return fault.root().kind() == FaultKind.UNSTOPPED && mayBeUnstopped();
    }

    /// True if the CPU sees all of device memory.
    boolean isAllVisible() {
        return allVisible;
    }

    /// True if bytes may be lost: something that moves has failed, and the CPU could not help.
    boolean mayLose() {
        boolean moveFails = movesTaken;
        for (FaultSite site : MOVES) {
            moveFails |= plans(site, FaultAction.Fail.class) && plan.visits(site) > 0;
        }
        boolean unrepaired = !allVisible || plans(FaultSite.HOST_COPY, FaultAction.class);
        return isDeviceLost() || mayBeUnstopped() || (moveFails && unrepaired);
    }

    /// True if `fault` says that the bytes of this object are lost, and they may be.
    boolean isLossOf(ObjectTruth object, Fault fault) {
        return fault.kind() == FaultKind.CONTENT_LOST
                && object.isNamedIn(fault.message())
                && mayLose();
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
