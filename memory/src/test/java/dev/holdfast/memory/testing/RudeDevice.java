package dev.holdfast.memory.testing;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.testing.ForwardingDevice;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// A driver that throws, in the calls that are made for one client or in all.
///
/// @param inner does the work
/// @param rudeness when it throws, and what
/// @param client the name of the client whose address space throws, and the first letters of whose
///   kernels do
/// @param toAll true if everything else throws too: copies, views, and the question of its loss
public record RudeDevice(Device inner, Rudeness rudeness, String client, boolean toAll)
        implements ForwardingDevice {

    @Override
    public DeviceQueue queue(QueueKind kind) {
        DeviceQueue queue = inner.queue(kind);
        return new DeviceQueue() {
            @Override
            public QueueKind kind() {
                return kind;
            }

            @Override
            public void submit(Command command, Completion completion) {
                Command passed = unwrapped(command);
                if (isMine(command)) {
                    rudeness.around(() -> queue.submit(passed, completion));
                } else {
                    queue.submit(passed, completion);
                }
            }
        };
    }

    private boolean isMine(Command command) {
        return toAll
                || (command instanceof Command.Launch launch
                        && launch.kernel().name().startsWith(client));
    }

    private static Command unwrapped(Command command) {
        return command instanceof Command.Launch launch
                ? new Command.Launch(
                        launch.kernel(),
                        launch.arguments(),
                        launch.scalars(),
                        launch.space().map(space -> ((RudeSpace) space).inner()),
                        launch.dispatches())
                : command;
    }

    @Override
    public Optional<MemorySegment> hostView(HeapRange range) {
        if (toAll) {
            rudeness.mayThrow();
        }
        return inner.hostView(range);
    }

    @Override
    public Optional<Fault> lost() {
        if (toAll) {
            rudeness.mayThrow();
        }
        return inner.lost();
    }

    @Override
    public AddressSpace createAddressSpace(String name) {
        return new RudeSpace(
                inner.createAddressSpace(name), rudeness, toAll || name.equals(client));
    }

    @Override
    public void close() {
        inner.close();
    }

    private record RudeSpace(AddressSpace inner, Rudeness rudeness, boolean rude)
            implements AddressSpace {
        private void call(Runnable call) {
            if (rude) {
                rudeness.around(call);
            } else {
                call.run();
            }
        }

        @Override
        public void map(long address, List<HeapRange> ranges, boolean writable) {
            call(() -> inner.map(address, ranges, writable));
        }

        @Override
        public void unmap(long address, long sizeBytes) {
            // one that was not mapped, or not any more, is refused by the driver itself
            call(() -> inner.unmap(address, sizeBytes));
        }

        @Override
        public long granuleBytes() {
            return inner.granuleBytes();
        }

        @Override
        public long limitBytes() {
            return inner.limitBytes();
        }

        @Override
        public void close() {
            call(inner::close);
        }
    }
}
