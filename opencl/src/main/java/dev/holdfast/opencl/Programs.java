package dev.holdfast.opencl;

import dev.holdfast.device.KernelBuildException;
import dev.holdfast.device.KernelCode;
import java.util.HashMap;
import java.util.Map;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL12;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/// What was compiled for a device, each source with its options once, and each kernel in it. All of
/// it is kept until the device closes.
///
/// Any thread; compiling takes long, and one compiles at a time.
final class Programs {
    /// So that parameters can be asked for.
    private static final String ALWAYS = "-cl-kernel-arg-info";

    private final OpenClDevice device;
    private final Session session;

    // guarded by this
    private final Map<Key, Program> programs = new HashMap<>();
    private boolean closed;

    private record Key(String source, String buildOptions) {}

    private record Program(long handle, Map<String, OpenClKernel> kernels) {}

    /// None yet.
    Programs(OpenClDevice device, Session session) {
        this.device = device;
        this.session = session;
    }

    /// The kernel that `code` is. Throws [KernelBuildException] if the source does not compile or
    /// has no such kernel.
    synchronized OpenClKernel load(KernelCode.InOpenClC code) {
        if (closed) {
            throw new IllegalStateException(device.info().name() + " is closed");
        }
        Key key = new Key(code.source(), code.buildOptions());
        Program program = programs.get(key);
        if (program == null) {
            program = new Program(build(code), new HashMap<>());
            programs.put(key, program);
        }
        OpenClKernel kernel = program.kernels().get(code.name());
        if (kernel == null) {
            kernel = create(program, code.name());
            program.kernels().put(code.name(), kernel);
        }
        return kernel;
    }

    /// How many sources are compiled.
    synchronized int count() {
        return programs.size();
    }

    /// Releases everything.
    synchronized void close() {
        closed = true;
        for (Program program : programs.values()) {
            program.kernels().values().forEach(kernel -> CL10.clReleaseKernel(kernel.handle()));
            CL10.clReleaseProgram(program.handle());
        }
        programs.clear();
    }

    private long build(KernelCode.InOpenClC code) {
        long program = create(code.source());
        boolean built = false;
        try {
            compile(program, code);
            built = true;
            return program;
        } finally {
            if (!built) {
                CL10.clReleaseProgram(program);
            }
        }
    }

    private long create(String source) {
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

    private void compile(long program, KernelCode.InOpenClC code) {
        long id = session.device().id();
        int error;
        try (MemoryStack stack = MemoryStack.stackPush()) {
            String options = (ALWAYS + " " + code.buildOptions()).strip();
            error =
                    CL10.nclBuildProgram(
                            program,
                            1,
                            MemoryUtil.memAddress(stack.pointers(id)),
                            MemoryUtil.memAddress(stack.UTF8(options)),
                            0,
                            0);
        }
        if (error != ClError.SUCCESS) {
            throw new KernelBuildException(
                    "%s does not compile for %s, %s"
                            .formatted(code, session.device().name(), ClError.text(error)),
                    log(program));
        }
    }

    private String log(long program) {
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

    private OpenClKernel create(Program program, String name) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            var error = stack.callocInt(1);
            long handle =
                    CL10.nclCreateKernel(
                            program.handle(),
                            MemoryUtil.memAddress(stack.UTF8(name)),
                            MemoryUtil.memAddress(error));
            if (error.get(0) != ClError.SUCCESS) {
                throw new KernelBuildException(
                        "there is no kernel \"%s\" in the program, %s; it has %s"
                                .formatted(name, ClError.text(error.get(0)), names(program)),
                        "");
            }
            boolean known = false;
            try {
                KernelShape shape = KernelShape.of(handle, session.device());
                known = true;
                return new OpenClKernel(device, name, handle, shape);
            } finally {
                if (!known) {
                    CL10.clReleaseKernel(handle);
                }
            }
        }
    }

    private static String names(Program program) {
        try {
            String names =
                    Query.text(
                            "clGetProgramInfo",
                            (size, value, returned) ->
                                    CL10.nclGetProgramInfo(
                                            program.handle(),
                                            CL12.CL_PROGRAM_KERNEL_NAMES,
                                            size,
                                            value,
                                            returned));
            return names.isEmpty() ? "none" : names.replace(";", ", ");
        } catch (ClException notTold) {
            return "others";
        }
    }
}
