package dev.holdfast.faulty;

import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.KernelFaultException;
import dev.holdfast.device.KernelMemory;
import java.lang.invoke.VarHandle;

/// A kernel that does not begin on a lost device. Those that the device behind had been given
/// already would otherwise each run, one after the other, before the loss could go on.
///
/// A class and no record: two that were loaded are two, also where their code is one.
final class GuardedKernel implements JavaKernel {
    private final JavaKernel body;
    private final Loss loss;

    /// `body`, which begins unless there was a `loss`.
    GuardedKernel(JavaKernel body, Loss loss) {
        this.body = body;
        this.loss = loss;
    }

    @Override
    public void run(KernelMemory memory, long[] scalars) {
        if (loss.isPossible()) {
            // the device behind has noted that this command runs; either it is seen to run by the
            // reset that follows a loss, or the loss is seen here
            VarHandle.fullFence();
            if (loss.isLost()) {
                throw new KernelFaultException("the device is lost");
            }
        }
        body.run(memory, scalars);
    }

    @Override
    public long atLeastNanos(long[] scalars) {
        return body.atLeastNanos(scalars);
    }
}
