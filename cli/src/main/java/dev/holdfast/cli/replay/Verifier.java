package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.TraceOp;
import dev.holdfast.device.Device;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.Work;

/// Makes operations of a trace into kernels that verify what they read and write something new, and
/// sees to it that a [Tally] learns what they have found. One for each language of kernels.
///
/// Belongs to the thread that submits.
interface Verifier {
    /// The kernel that stands for `traced`, launched on behalf of `client`.
    Work work(Client client, TraceOp traced, ReplayOp op) throws InterruptedException;

    /// Why no kernel can run at all in the memory that there is; empty if kernels can.
    default String obstacle() {
        return "";
    }

    /// The device is another: what was loaded onto the one before is of no use.
    void changeDevice(Device device);

    /// `op`, whose kernel [#work] was the last to make, is submitted and ends with `result`.
    void submitted(ReplayOp op, Fence result);

    /// Nothing is under way any more: sees to it that the tally has everything.
    default void finish() throws InterruptedException {}

    /// Adds what `traced` does to which buffer, in its order.
    static Work withUses(
            Work work, Client client, TraceOp traced, WorkingSet buffers, boolean captured) {
        for (int position = 0; position < traced.uses().size(); position++) {
            BufferHandle handle = buffers.handle(client, traced.uses().at(position));
            switch (traced.accessAt(position)) {
                case READ -> work.reads(handle);
                case READ_WRITE -> work.updates(handle);
                case OVERWRITE -> work.overwrites(handle);
            }
            if (captured) {
                work.captured();
            }
        }
        return work;
    }
}
