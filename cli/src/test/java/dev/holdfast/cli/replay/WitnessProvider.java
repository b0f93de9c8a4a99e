package dev.holdfast.cli.replay;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.Workers;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.testing.ForwardingDevice;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The embedded device, with a witness between it and the manager who knows nothing of flight
/// recorders: a line on standard error for each command that the device is given, before it is, and
/// for each that it reports, before the manager hears of it. A line that has been written is in a
/// pipe and outlives this process; another process holds it against the recorder's file.
public final class WitnessProvider implements DeviceProvider {
    /// How many arguments of a kernel the witness tells.
    static final int MOST_ARGUMENTS = 20;

    @Override
    public String name() {
        return "witness";
    }

    @Override
    public String description() {
        return "for tests";
    }

    @Override
    public Device open(DeviceOptions options, Workers workers) {
        try {
            return new Watched(new Backends().named("soft").open(options, workers));
        } catch (InputException missing) {
            throw new AssertionError(missing);
        }
    }

    /// `K 0:4096:r 0:8192:w` for a kernel, `C 0:4096:1024` for what goes to a place.
    static String line(Command command) {
        StringBuilder line = new StringBuilder();
        switch (command) {
            case Command.Launch launch -> {
                line.append('K');
                List<BufferArgument> arguments = launch.arguments();
                for (int i = 0; i < Math.min(MOST_ARGUMENTS, arguments.size()); i++) {
                    BufferArgument each = arguments.get(i);
                    HeapRange first = each.ranges().getFirst();
                    line.append(' ').append(first.heap()).append(':').append(first.offset());
                    line.append(':').append(each.sizeBytes()).append(each.writable() ? ":w" : ":r");
                }
            }
            case Command.Copy copy -> {
                Transfer first = copy.transfers().getFirst();
                CopySource source = first.source();
                line.append("C ").append(place(first.target())).append(' ');
                line.append(source instanceof HeapRange range ? place(range) : "lent");
                line.append(' ').append(copy.sizeBytes());
            }
            case Command.Fill fill ->
                    line.append("C ")
                            .append(place(fill.targets().getFirst()))
                            .append(" zeros ")
                            .append(fill.sizeBytes());
            case Command.Marker marker -> line.append('M');
        }
        return line.toString();
    }

    private static String place(HeapRange range) {
        return range.heap() + ":" + range.offset();
    }

    /// One call to the system a line, so that a line is whole or not there.
    private static final class Pipe {
        private final FileOutputStream out = new FileOutputStream(FileDescriptor.err);

        void say(String line) {
            try {
                out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private static final class WatchedQueue implements DeviceQueue {
        private final DeviceQueue inner;
        private final Pipe pipe;
        private long given;

        WatchedQueue(DeviceQueue inner, Pipe pipe) {
            this.inner = inner;
            this.pipe = pipe;
        }

        @Override
        public QueueKind kind() {
            return inner.kind();
        }

        @Override
        public void submit(Command command, Completion completion) {
            long ordinal = ++given;
            String name = kind().text();
            pipe.say("+ " + name + " " + ordinal + " " + line(command));
            inner.submit(
                    command,
                    new Completion() {
                        @Override
                        public void completed(@Nullable Fault fault) {
                            pipe.say("- " + name + " " + ordinal);
                            completion.completed(fault);
                        }
                    });
        }
    }

    private static final class Watched implements ForwardingDevice {
        private final Device inner;
        private final Map<QueueKind, DeviceQueue> queues = new EnumMap<>(QueueKind.class);

        Watched(Device inner) {
            this.inner = inner;
            Pipe pipe = new Pipe();
            for (QueueKind kind : QueueKind.values()) {
                queues.put(kind, new WatchedQueue(inner.queue(kind), pipe));
            }
        }

        @Override
        public Device inner() {
            return inner;
        }

        @Override
        public DeviceQueue queue(QueueKind kind) {
            return queues.get(kind);
        }
    }
}
