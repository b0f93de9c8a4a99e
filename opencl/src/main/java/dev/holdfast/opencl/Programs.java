package dev.holdfast.opencl;

import dev.holdfast.device.KernelBuildException;
import dev.holdfast.device.KernelCode;
import java.util.HashMap;
import java.util.Map;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL12;

/// What was compiled for a device, each source with its options once, and each kernel in it. All of
/// it is kept until the device closes.
///
/// Any thread; compiling takes long, and one compiles at a time.
final class Programs {
    private final OpenClDevice device;
    private final Session session;
    private final Compiler compiler;

    // guarded by this
    private final Map<Key, Program> programs = new HashMap<>();
    private boolean closed;

    private record Key(String source, String buildOptions) {}

    private record Program(long handle, Widths widths, Map<String, OpenClKernel> kernels) {}

    /// None yet.
    Programs(OpenClDevice device, Session session) {
        this.device = device;
        this.session = session;
        this.compiler = new Compiler(session);
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
            var widths = new Widths(compiler, code.source(), code.buildOptions());
            program = new Program(build(code), widths, new HashMap<>());
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
        long program = compiler.create(code.source());
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

    private void compile(long program, KernelCode.InOpenClC code) {
        int error = compiler.build(program, code.buildOptions());
        if (error != ClError.SUCCESS) {
            throw new KernelBuildException(
                    "%s does not compile for %s, %s"
                            .formatted(code, session.device().name(), ClError.text(error)),
                    compiler.log(program));
        }
    }

    private OpenClKernel create(Program program, String name) {
        long handle;
        try {
            handle = compiler.kernel(program.handle(), name);
        } catch (ClException none) {
            throw new KernelBuildException(
                    "there is no kernel \"%s\" in the program, %s; it has %s"
                            .formatted(name, ClError.text(none.code()), names(program)),
                    "");
        }
        boolean known = false;
        try {
            KernelShape shape = KernelShape.of(handle, session.device(), program.widths());
            known = true;
            return new OpenClKernel(device, name, handle, shape);
        } finally {
            if (!known) {
                CL10.clReleaseKernel(handle);
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
