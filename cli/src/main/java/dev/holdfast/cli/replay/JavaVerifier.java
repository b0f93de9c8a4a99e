package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.TraceAccess;
import dev.holdfast.cli.trace.TraceOp;
import dev.holdfast.device.Device;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.Work;

/// Verifies by a kernel in Java, which tells the tally itself what it has found.
final class JavaVerifier implements Verifier {
    private final WorkingSet buffers;
    private final Tally tally;
    private final KernelCode code;
    private Kernel kernel;
    private final boolean captured;

    /// Loads the kernel onto `device`.
    ///
    /// @param captured whether everything that an operation uses belongs in a capture
    JavaVerifier(
            Device device, WordJudge judge, WorkingSet buffers, Tally tally, boolean captured) {
        this.buffers = buffers;
        this.tally = tally;
        this.captured = captured;
        var body = new VerifyKernel(judge, tally::checked);
        this.code = new KernelCode.InJava("verify", body);
        this.kernel = device.load(code);
    }

    @Override
    public void changeDevice(Device device) {
        kernel = device.load(code);
    }

    @Override
    public Work work(Client client, TraceOp traced, ReplayOp op) {
        int arguments = traced.uses().size();
        long[] scalars = VerifyKernel.scalars(op.number(), op.atLeastNanos(), arguments);
        for (int position = 0; position < arguments; position++) {
            int buffer = traced.uses().at(position);
            TraceAccess access = traced.accessAt(position);
            VerifyKernel.describe(
                    scalars,
                    position,
                    buffer,
                    access.reads() ? buffers.identity(buffer) : VerifyKernel.NONE,
                    access.writes() ? buffers.nextIdentity(buffer) : VerifyKernel.NONE);
        }
        Work work = Work.named(traced.name(), kernel, scalars);
        return Verifier.withUses(work, client, traced, buffers, captured);
    }

    @Override
    public void submitted(ReplayOp op, Fence result) {
        if (!result.onSettled(settled -> over(op, settled))) {
            over(op, result);
        }
    }

    private void over(ReplayOp op, Fence result) {
        tally.ended(op);
        tally.retired(op, result.status());
    }
}
