package dev.holdfast.opencl;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// Whether a device runs a kernel's loops to their end. There are drivers that cut them, say that
/// the command is complete, and nothing anywhere tells: so a kernel is asked that counts. Asked
/// once, when it is first wanted to be known; it takes a small kernel's compilation.
///
/// Any thread. Two that ask at a time may both run the kernel; both get the same answer.
final class LoopProbe {
    /// More rounds than the drivers allow that are known to cut, which is 65,535.
    static final int ROUNDS = 70_000;

    private static final String SOURCE =
            """
            kernel void count(global uint *out, uint rounds) {
                uint counted = 0;
                for (uint i = 0; i < rounds; i++) {
                    out[1] = i;
                    counted++;
                }
                out[0] = counted;
            }
            """;

    private final AtomicReference<OptionalInt> cut = new AtomicReference<>();

    /// After how many rounds `device` cuts loops; empty if it does not, or if it cannot be asked.
    OptionalInt cutAfter(ClDevice device) {
        OptionalInt known = cut.get();
        if (known == null) {
            known = device.calls().call(() -> ask(device));
            cut.set(known);
        }
        return known;
    }

    /// What a count of rounds means.
    static OptionalInt verdict(int counted) {
        return counted < ROUNDS ? OptionalInt.of(counted) : OptionalInt.empty();
    }

    private static OptionalInt ask(ClDevice device) {
        try {
            Session session = Session.open(device);
            try {
                return verdict(count(session));
            } finally {
                session.close();
            }
        } catch (ClException cannotBeAsked) {
            return OptionalInt.empty();
        }
    }

    private static int count(Session session) {
        var compiler = new Compiler(session);
        long program = compiler.create(SOURCE);
        try {
            ClException.check("clBuildProgram", compiler.build(program, ""));
            long kernel = compiler.kernel(program, "count");
            try {
                return run(session, kernel);
            } finally {
                CL10.clReleaseKernel(kernel);
            }
        } finally {
            CL10.clReleaseProgram(program);
        }
    }

    private static int run(Session session, long kernel) {
        long queue = session.createQueue();
        try {
            long out = session.createBuffer(CL10.CL_MEM_READ_WRITE, Long.BYTES, 0);
            try (MemoryStack stack = MemoryStack.stackPush()) {
                long one = MemoryUtil.memAddress(stack.pointers(1));
                long buffer = MemoryUtil.memAddress(stack.pointers(out));
                long rounds = MemoryUtil.memAddress(stack.ints(ROUNDS));
                var found = stack.callocInt(2);
                int set = CL10.nclSetKernelArg(kernel, 0, Long.BYTES, buffer);
                ClException.check("clSetKernelArg", set);
                ClException.check(
                        "clSetKernelArg", CL10.nclSetKernelArg(kernel, 1, Integer.BYTES, rounds));
                ClException.check(
                        "clEnqueueNDRangeKernel",
                        CL10.nclEnqueueNDRangeKernel(queue, kernel, 1, 0, one, one, 0, 0, 0));
                ClException.check(
                        "clEnqueueReadBuffer",
                        CL10.nclEnqueueReadBuffer(
                                queue,
                                out,
                                CL10.CL_TRUE,
                                0,
                                Long.BYTES,
                                MemoryUtil.memAddress(found),
                                0,
                                0,
                                0));
                return found.get(0);
            } finally {
                CL10.clReleaseMemObject(out);
            }
        } finally {
            CL10.clReleaseCommandQueue(queue);
        }
    }
}
