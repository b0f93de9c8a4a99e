package dev.holdfast.opencl;

import java.util.List;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL12;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// The first commands of a driver's queues, done when a device is opened. A driver starts threads
/// for them and may compile how it fills memory: on a busy machine that takes longer than a
/// watchdog may wait for a move. At opening nobody's time runs.
final class WarmUp {
    private static final long BYTES = 4096;

    private WarmUp() {}

    /// Fills, writes and reads a little memory of its own by each of `queues`, and waits for that.
    /// What a driver refuses here it may refuse: nothing depends on it.
    static void of(Session session, List<Long> queues) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var error = stack.callocInt(1);
            long buffer =
                    CL10.nclCreateBuffer(
                            session.context(),
                            CL10.CL_MEM_READ_WRITE,
                            BYTES,
                            0,
                            MemoryUtil.memAddress(error));
            if (error.get(0) != ClError.SUCCESS) {
                return;
            }
            long bytes = stack.ncalloc(Zeros.LONGEST, 1, Zeros.LONGEST);
            for (long queue : queues) {
                var _ =
                        CL12.nclEnqueueFillBuffer(
                                queue, buffer, bytes, Zeros.LONGEST, 0, BYTES, 0, 0, 0);
                var _ =
                        CL10.nclEnqueueWriteBuffer(
                                queue, buffer, CL10.CL_FALSE, 0, Zeros.LONGEST, bytes, 0, 0, 0);
                var _ =
                        CL10.nclEnqueueReadBuffer(
                                queue, buffer, CL10.CL_FALSE, 0, Zeros.LONGEST, bytes, 0, 0, 0);
                var _ = CL10.clFinish(queue);
            }
            var _ = CL10.clReleaseMemObject(buffer);
        }
    }
}
