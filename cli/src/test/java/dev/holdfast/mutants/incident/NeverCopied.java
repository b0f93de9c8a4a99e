package dev.holdfast.mutants.incident;

import dev.holdfast.device.Device;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.ResetOutcome;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.memory.BufferHandle;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Incident 3: the device is wedged, the copy that was to bring the content never runs, and the
/// mapping that waits for it comes back all the same, with whatever lay there before.
///
/// Played three times. Nobody looks after the device: the mapping must not come back. A watchdog
/// does, and takes the copy: the words come by another way. A watchdog does, and cannot: the
/// mapping is refused.
public final class NeverCopied {
    private static final long WORD = 0x4E3;
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private NeverCopied() {}

    static Optional<String> play() {
        return mapped(Duration.ZERO, device -> device, Stage.Shown.NOTHING)
                .or(() -> mapped(LIMIT, device -> device, Stage.Shown.WORDS))
                .or(() -> mapped(LIMIT, NeverCopied::withoutReset, Stage.Shown.REFUSED));
    }

    private static Optional<String> mapped(
            Duration watchdog, UnaryOperator<Device> around, Stage.Shown must) {
        FaultPlan plan = FaultPlan.of(3, List.of(FaultSpec.parse("copy-out:hang@#1")));
        var stage =
                new Stage(
                        64L * Stage.KIB,
                        64L * Stage.KIB,
                        plan,
                        around,
                        options -> options.withWatchdog(watchdog).withChunkBytes(64L * Stage.KIB));
        BufferHandle result = stage.create("a", "result", 32L * Stage.KIB);
        stage.write(result, WORD);
        stage.settle();
        Stage.Shown shown = stage.map(result, WORD);
        if (shown != must) {
            stage.note("the mapping showed " + shown + ", must show " + must);
        }
        return plan.injected() == 0
                ? Optional.of("no copy hung: the scenario shows nothing")
                : stage.finish();
    }

    /// A device that no command can be taken from.
    private static Device withoutReset(Device inner) {
        return (Device)
                Proxy.newProxyInstance(
                        inner.getClass().getClassLoader(),
                        new Class<?>[] {Device.class},
                        (proxy, method, arguments) -> {
                            if (method.getName().equals("reset")
                                    && arguments[0] instanceof QueueKind) {
                                return new ResetOutcome.NotPossible("there is no such thing here");
                            }
                            try {
                                return method.invoke(inner, arguments);
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            }
                        });
    }

    /// Exit 0 if nothing but right words was shown, 3 if not.
    public static void main(String[] args) {
        Stage.exit(play());
    }
}
