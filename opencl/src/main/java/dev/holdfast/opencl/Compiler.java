package dev.holdfast.opencl;

import org.lwjgl.opencl.CL10;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// A driver's compiler for OpenCL C. Compiling takes long; whoever calls decides how often.
///
/// @param session whose device is compiled for
record Compiler(Session session) {
    /// So that parameters can be asked for.
    private static final String ALWAYS = "-cl-kernel-arg-info";

    /// A program of `source`, not yet built, which the caller releases.
    long create(String source) {
        var text = MemoryUtil.memUTF8(source, false);
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var error = stack.callocInt(1);
            long program =
                    CL10.nclCreateProgramWithSource(
                            session.context(),
                            1,
                            MemoryUtil.memAddress(stack.pointers(text)),
                            MemoryUtil.memAddress(stack.pointers(text.remaining())),
                            MemoryUtil.memAddress(error));
            ClException.check("clCreateProgramWithSource", error.get(0));
            return program;
        } finally {
            MemoryUtil.memFree(text);
        }
    }

    /// Builds `program`; the answer is a code of OpenCL's.
    int build(long program, String buildOptions) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            String options = (ALWAYS + " " + buildOptions).strip();
            return CL10.nclBuildProgram(
                    program,
                    1,
                    MemoryUtil.memAddress(stack.pointers(session.device().id())),
                    MemoryUtil.memAddress(stack.UTF8(options)),
                    0,
                    0);
        }
    }

    /// What the compiler said of `program`; empty if it said nothing.
    String log(long program) {
        long id = session.device().id();
        try {
            return Query.text(
                    "clGetProgramBuildInfo",
                    (size, value, returned) ->
                            CL10.nclGetProgramBuildInfo(
                                    program, id, CL10.CL_PROGRAM_BUILD_LOG, size, value, returned));
        } catch (ClException none) {
            return "";
        }
    }

    /// The kernel `name` of a built program, which the caller releases; throws [ClException] if
    /// there is none.
    long kernel(long program, String name) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var error = stack.callocInt(1);
            long handle =
                    CL10.nclCreateKernel(
                            program,
                            MemoryUtil.memAddress(stack.UTF8(name)),
                            MemoryUtil.memAddress(error));
            ClException.check("clCreateKernel", error.get(0));
            return handle;
        }
    }
}
