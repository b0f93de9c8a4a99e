package dev.holdfast.faulty;

import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/// The kernels that were loaded through a faulty device, with what they were made of: to run one by
/// halves takes its body. Callers get the kernels of the device behind, so that a launch that
/// nothing happens to is handed on as it came.
final class LoadedKernels {
    private final Device inner;
    private final Loss loss;

    // guarded by this; whoever forgets a kernel may, as with the device behind
    private final Map<Kernel, KernelCode> loaded = new WeakHashMap<>();

    /// Kernels of `inner`, none of which begins once it is lost.
    LoadedKernels(Device inner, Loss loss) {
        this.inner = inner;
        this.loss = loss;
    }

    /// Loads `code`.
    Kernel load(KernelCode code) {
        KernelCode known =
                switch (code) {
                    case KernelCode.InJava(var name, var body) ->
                            new KernelCode.InJava(name, new GuardedKernel(body, loss));
                    case KernelCode.InOpenClC source -> source;
                };
        Kernel kernel = inner.load(known);
        synchronized (this) {
            loaded.put(kernel, known);
        }
        return kernel;
    }

    /// `launch` of a kernel that does a part of the work, then harm, then fails. One that is not in
    /// Java does harm only; nobody can say where its halves are. As it is if its kernel is not
    /// known here, for the device behind to refuse.
    Command broken(Command.Launch launch, LentBlocks blocks, long draw) {
        return switch (codeOf(launch.kernel())) {
            case null -> launch;
            case KernelCode.InJava(var name, var body) -> {
                JavaKernel broken = new BrokenKernel(body, launch.arguments(), draw);
                yield new Command.Launch(
                        inner.load(new KernelCode.InJava(name, broken)),
                        launch.arguments(),
                        launch.scalars(),
                        launch.space());
            }
            case KernelCode.InOpenClC source -> Wreck.of(launch, blocks, draw);
        };
    }

    /// A late write of `launch`, which was given up and runs on: garbage over a part of what it was
    /// given to write, through its own addresses, whatever is mapped there by then. Empty where
    /// nothing of ours can be run in its place, and where there are no addresses.
    Optional<Command> late(Command.Launch launch, long draw) {
        if (launch.space().isEmpty()
                || !(codeOf(launch.kernel()) instanceof KernelCode.InJava(var name, var body))) {
            return Optional.empty();
        }
        JavaKernel late =
                (memory, scalars) ->
                        BrokenKernel.scribble(
                                memory, launch.arguments(), new SplittableRandom(draw));
        return Optional.of(
                new Command.Launch(
                        inner.load(new KernelCode.InJava(name, late)),
                        launch.arguments(),
                        launch.scalars(),
                        launch.space()));
    }

    private synchronized @Nullable KernelCode codeOf(Kernel kernel) {
        return loaded.get(kernel);
    }
}
