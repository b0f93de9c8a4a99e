package dev.holdfast.mutants.incident;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.recorder.FlightLog;
import dev.holdfast.memory.recorder.FlightRecord;
import dev.holdfast.memory.recorder.InFlight;
import dev.holdfast.memory.recorder.ObjectUse;
import dev.holdfast.memory.recorder.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Incident 7: the driver ends the process in the middle of a call, and nothing is left that says
/// what it was doing. Here the driver opens the flight log in each call, as whoever comes
/// afterwards would: the very command that it has been given must be in there, with all that
/// belongs to it.
public final class TakenDown {
    private static final long FIRST = 0xF1;
    private static final long SECOND = 0xF2;

    private final Path file;
    private final Map<QueueKind, Long> given = new EnumMap<>(QueueKind.class);
    private Optional<String> missing = Optional.empty();

    private TakenDown(Path file) {
        this.file = file;
    }

    static Optional<String> play() {
        try {
            Path folder = Files.createTempDirectory("taken-down");
            try {
                return new TakenDown(folder.resolve("log")).run();
            } finally {
                Files.deleteIfExists(folder.resolve("log"));
                Files.delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Optional<String> run() {
        var stage =
                new Stage(
                        32L * Stage.KIB,
                        256L * Stage.KIB,
                        FaultPlan.none(),
                        this::watched,
                        options -> options.recordTo(file, Recording.LEAST_BYTES));
        BufferHandle first = stage.create("index a", "vectors", 32L * Stage.KIB);
        stage.write(first, FIRST);
        BufferHandle second = stage.create("index b", "graph", 16L * Stage.KIB);
        stage.write(second, SECOND);
        stage.check(first, FIRST);
        stage.check(second, SECOND);
        return stage.finish().or(() -> missing);
    }

    private Device watched(Device inner) {
        Map<QueueKind, DeviceQueue> queues = new EnumMap<>(QueueKind.class);
        for (QueueKind kind : QueueKind.values()) {
            DeviceQueue queue = inner.queue(kind);
            queues.put(
                    kind,
                    around(
                            DeviceQueue.class,
                            queue,
                            (proxy, method, arguments) -> {
                                if (method.getName().equals("submit")) {
                                    look(kind, (Command) arguments[0]);
                                }
                                return method.invoke(queue, arguments);
                            }));
        }
        return around(
                Device.class,
                inner,
                (proxy, method, arguments) ->
                        method.getName().equals("queue")
                                ? queues.get((QueueKind) arguments[0])
                                : method.invoke(inner, arguments));
    }

    private static <T> T around(Class<T> type, T inner, InvocationHandler calls) {
        InvocationHandler unwrapping =
                (proxy, method, arguments) -> {
                    try {
                        return calls.invoke(proxy, method, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                };
        return type.cast(
                Proxy.newProxyInstance(
                        inner.getClass().getClassLoader(), new Class<?>[] {type}, unwrapping));
    }

    /// What is found if the process ends in this call.
    private void look(QueueKind queue, Command command) throws IOException {
        long ordinal = given.merge(queue, 1L, Long::sum);
        FlightLog log = FlightLog.read(file);
        Optional<InFlight> found =
                log.inFlight().stream()
                        .filter(each -> each.handedOver().queue().equals(queue.text()))
                        .filter(each -> each.handedOver().ordinal() == ordinal)
                        .findFirst();
        if (found.isEmpty() || !tells(found.get().what(), command)) {
            missing =
                    missing.or(() ->
                            Optional.of(
                                    "%s was given its command %d, and the log has %s"
                                            .formatted(queue.text(), ordinal, log.inFlight())));
        }
    }

    private static boolean tells(Optional<FlightRecord> what, Command command) {
        return switch (what.orElse(null)) {
            case FlightRecord.Submitted submitted ->
                    command instanceof Command.Launch launch
                            && submitted.kernel().equals(launch.kernel().name())
                            && submitted.client().startsWith("index ")
                            && places(submitted).equals(places(launch));
            case FlightRecord.Moved moved ->
                    switch (command) {
                        case Command.Copy copy -> moved.sizeBytes() == copy.sizeBytes();
                        case Command.Fill fill -> moved.sizeBytes() == fill.sizeBytes();
                        default -> false;
                    };
            case null, default -> false;
        };
    }

    private static List<Long> places(FlightRecord.Submitted submitted) {
        return submitted.uses().stream().map(ObjectUse::offset).toList();
    }

    private static List<Long> places(Command.Launch launch) {
        return launch.arguments().stream()
                .map(BufferArgument::ranges)
                .map(ranges -> ranges.getFirst().offset())
                .toList();
    }

    /// Exit 0 if the log had every command that the driver was given, 3 if not.
    public static void main(String[] args) {
        Stage.exit(play());
    }
}
