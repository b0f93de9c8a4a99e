package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.CopySource;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.Transfer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Copies of every kind, fills and kernels over all queues at once, and in the end every byte of
/// either memory is looked at. Each queue has a part of both memories to itself, so that its own
/// order says what must be there; the parts share slabs.
final class RandomWorkTest {
    private static final String SOURCE =
            """
            kernel void blend(global const uchar *from, global uchar *into, long count, long key) {
                for (long i = 0; i < count; i++) {
                    into[i] = into[i] * 5 + from[i] + (uchar) key;
                }
            }
            """;

    private static final int PART = 1 << 20;
    private static final int COMMANDS = 2500;

    @ParameterizedTest
    @CsvSource({"1,callback", "2,callback", "3,wait"})
    void everyByteIsWhatTheOrderSays(long seed, String completions) {
        try (Workbench bench =
                new Workbench(
                        limits -> Installed.allocating(limits, (1 << 20) + (1 << 18)),
                        Completions.of(completions),
                        3 * PART)) {
            Kernel kernel = bench.device.load(new KernelCode.InOpenClC("blend", SOURCE, ""));
            List<Part> parts = new ArrayList<>();
            for (QueueKind queue : QueueKind.values()) {
                parts.add(new Part(bench, kernel, queue, seed * 31 + queue.ordinal()));
            }
            parts.forEach(Part::begin);
            for (int i = 0; i < COMMANDS; i++) {
                parts.forEach(Part::submit);
            }
            parts.forEach(Part::check);
            assertEquals(0, bench.device.subBuffers().inUse());
        }
    }

    /// What one queue does, and what its memory must hold.
    private static final class Part {
        private final Workbench bench;
        private final Kernel kernel;
        private final QueueKind queue;
        private final SplittableRandom random;
        private final long base;
        private final byte[][] model = new byte[2][PART];
        private final List<String> faults = new CopyOnWriteArrayList<>();

        Part(Workbench bench, Kernel kernel, QueueKind queue, long seed) {
            this.bench = bench;
            this.kernel = kernel;
            this.queue = queue;
            this.random = new SplittableRandom(seed);
            this.base = (long) queue.ordinal() * PART;
        }

        void begin() {
            send(new Command.Fill(List.of(range(0, 0, PART), range(1, 0, PART))));
        }

        void submit() {
            switch (random.nextInt(8)) {
                case 0 -> fill();
                case 1, 2 -> blend();
                case 3 -> lent();
                case 4 -> send(new Command.Marker());
                default -> copy();
            }
        }

        private void fill() {
            int heap = random.nextInt(2);
            int length = length();
            int at = random.nextInt(PART - length);
            send(new Command.Fill(List.of(range(heap, at, length))));
            Arrays.fill(model[heap], at, at + length, (byte) 0);
        }

        private void copy() {
            int from = random.nextInt(2);
            int into = random.nextInt(2);
            int length = length();
            int source = random.nextInt(PART - length);
            int target = random.nextInt(PART - length);
            if (from == into && Math.abs(source - target) < length) {
                return;
            }
            var transfer = new Transfer(range(from, source, length), range(into, target, length));
            send(new Command.Copy(List.of(transfer)));
            System.arraycopy(model[from], source, model[into], target, length);
        }

        private void lent() {
            int heap = random.nextInt(2);
            int length = length();
            int at = random.nextInt(PART - length);
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            MemorySegment segment = MemorySegment.ofArray(bytes);
            if (random.nextBoolean()) {
                segment = java.lang.foreign.Arena.ofAuto().allocate(length).copyFrom(segment);
            }
            var transfer = new Transfer(new CopySource.Lent(segment), range(heap, at, length));
            send(new Command.Copy(List.of(transfer)));
            System.arraycopy(bytes, 0, model[heap], at, length);
        }

        /// A kernel's buffers begin aligned, and end within a slab.
        private void blend() {
            long align = bench.device.heaps().getFirst().alignmentBytes();
            long length = 1 + random.nextInt(3000);
            long source = aligned(align, length);
            long target = aligned(align, length);
            if (source < 0 || target < 0 || Math.abs(source - target) < length) {
                return;
            }
            int key = random.nextInt(256);
            var launch =
                    new Command.Launch(
                            kernel,
                            List.of(argument(source, length), argument(target, length)),
                            new long[] {length, key},
                            Optional.empty());
            send(launch);
            byte[] memory = model[Device.DEVICE_HEAP];
            for (int i = 0; i < length; i++) {
                int into = (int) target + i;
                memory[into] = (byte) (memory[into] * 5 + memory[(int) source + i] + key);
            }
        }

        private long aligned(long align, long length) {
            long at = random.nextLong((PART - length) / align) * align;
            return bench.device.heaps().getFirst().isArgument(base + at, length) ? at : -1;
        }

        private BufferArgument argument(long at, long length) {
            return new BufferArgument(
                    0, List.of(range(Device.DEVICE_HEAP, at, length)), length, true);
        }

        private int length() {
            return 1 + random.nextInt(1 << random.nextInt(1, 17));
        }

        private HeapRange range(int heap, long at, long length) {
            return new HeapRange(heap, base + at, length);
        }

        private void send(Command command) {
            bench.device
                    .queue(queue)
                    .submit(
                            command,
                            fault -> {
                                if (fault != null) {
                                    faults.add(fault.toString());
                                }
                            });
        }

        void check() {
            bench.runWell(queue, new Command.Marker());
            assertEquals(List.of(), faults);
            assertArrayEquals(model[1], read(), queue + ", host");
            var out = new Transfer(range(0, 0, PART), range(1, 0, PART));
            bench.runWell(queue, new Command.Copy(List.of(out)));
            assertArrayEquals(model[0], read(), queue + ", device");
        }

        private byte[] read() {
            return bench.device
                    .hostView(range(1, 0, PART))
                    .orElseThrow()
                    .toArray(ValueLayout.JAVA_BYTE);
        }
    }
}
