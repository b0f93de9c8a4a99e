package dev.holdfast.soak.content;

import dev.holdfast.device.Device;
import dev.holdfast.device.Dispatch;
import dev.holdfast.device.Dispatch.Slot;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.memory.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Makes steps into launches, in the language of a device.
public final class StepLauncher {
    /// Work items of the only work group; `step.cl` has the same.
    private static final long GROUP = 64;

    private static final String JAVA = "java";

    private final Kernel kernel;
    private final boolean dispatched;

    private StepLauncher(Kernel kernel, boolean dispatched) {
        this.kernel = kernel;
        this.dispatched = dispatched;
    }

    /// Loads the kernel. Throws [IllegalArgumentException] if `device` speaks neither language.
    public static StepLauncher on(Device device) {
        boolean java = device.info().kernelLanguage().equals(JAVA);
        KernelCode code =
                java
                        ? new KernelCode.InJava("step", new StepKernel())
                        : new KernelCode.InOpenClC("soak_step", source(), "");
        return new StepLauncher(device.load(code), !java);
    }

    private static String source() {
        try (InputStream source = StepLauncher.class.getResourceAsStream("step.cl")) {
            return new String(
                    Objects.requireNonNull(source).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A launch that does `steps` with so many objects, which are to be named in order, and then
    /// the report, which it overwrites.
    public Work work(String name, List<Step> steps, int objects, long token) {
        if (!dispatched) {
            return Work.named(name, kernel, StepKernel.scalars(steps, token));
        }
        List<Dispatch> runs = new ArrayList<>(steps.size());
        for (int row = 0; row < steps.size(); row++) {
            runs.add(run(steps.get(row), objects, row, token));
        }
        return Work.dispatched(name, kernel, runs);
    }

    /// As `step.cl` declares its parameters.
    private static Dispatch run(Step step, int report, int row, long token) {
        return new Dispatch(
                List.of(GROUP),
                List.of(GROUP),
                List.of(
                        new Slot.Argument(step.argument()),
                        new Slot.Argument(step.source()),
                        Slot.Scalar.of(step.from()),
                        Slot.Scalar.of(step.to()),
                        Slot.Scalar.of(step.reads()),
                        Slot.Scalar.of(step.writes()),
                        new Slot.Argument(report),
                        Slot.Scalar.of((long) row),
                        Slot.Scalar.of((long) StepReport.STEPS),
                        Slot.Scalar.of(token)));
    }
}
