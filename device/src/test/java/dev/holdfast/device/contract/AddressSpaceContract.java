package dev.holdfast.device.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.testing.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Address spaces: what is mapped is there, what is not is not, and nobody else sees it.
public interface AddressSpaceContract extends Backend {

    /// The old mapping covers units 4 to 7. Units are granules.
    ///
    ///     old            [4 5 6 7]
    ///     equal          [4 5 6 7]
    ///     inside           [5 6]
    ///     around       [3 4 5 6 7 8]
    ///     left         [3 4]
    ///     right                [7 8]
    @ParameterizedTest
    @CsvSource({"equal,4,4", "inside,5,2", "around,3,6", "left,3,2", "right,7,2"})
    default void overlapsAreRefusedAndChangeNothing(String name, long first, long count) {
        try (Rig rig = Rig.open(this);
                AddressSpace space = rig.space()) {
            long unit = space.granuleBytes();
            space.map(4 * unit, List.of(Rig.onDevice(0, 4 * unit)), true);
            assertThrows(
                    IllegalArgumentException.class,
                    () ->
                            space.map(
                                    first * unit,
                                    List.of(Rig.onDevice(1 << 20, count * unit)),
                                    true),
                    name);
            space.map(3 * unit, List.of(Rig.onDevice(1 << 20, unit)), true);
            space.map(8 * unit, List.of(Rig.onDevice(2 << 20, unit)), true);
            space.unmap(4 * unit, 4 * unit);
        }
    }

    @Test
    default void badRangesAreRefused() {
        try (Rig rig = Rig.open(this);
                AddressSpace space = rig.space()) {
            long unit = space.granuleBytes();
            List<HeapRange> one = List.of(Rig.onDevice(0, unit));
            refused(() -> space.map(unit / 2, one, true));
            refused(() -> space.map(-unit, one, true));
            refused(() -> space.map(space.limitBytes(), one, true));
            refused(() -> space.map(unit, List.of(Rig.onDevice(0, unit + 1)), true));
            refused(() -> space.map(unit, List.of(Rig.onDevice(0, unit / 2)), true));
            refused(() -> space.map(unit, List.of(Rig.onDevice(Rig.HEAP_BYTES, unit)), true));
            refused(() -> space.map(unit, List.of(new HeapRange(7, 0, unit)), true));
            space.map(space.limitBytes() - unit, one, true);
            space.map(0, one, true);
        }
    }

    @Test
    default void onlyWholeMappingsAreUnmapped() {
        try (Rig rig = Rig.open(this);
                AddressSpace space = rig.space()) {
            long unit = space.granuleBytes();
            space.map(unit, List.of(Rig.onDevice(0, unit), Rig.onDevice(1 << 20, unit)), true);
            refused(() -> space.unmap(unit, unit));
            refused(() -> space.unmap(2 * unit, unit));
            refused(() -> space.unmap(8 * unit, unit));
            space.unmap(unit, 2 * unit);
            refused(() -> space.unmap(unit, 2 * unit));
            space.map(unit, List.of(Rig.onDevice(0, 2 * unit)), true);
        }
    }

    @Test
    @Scenario(value = "G1", breaks = "an unmap that leaves one of several addresses behind")
    default void oneObjectAtManyAddresses() {
        try (Rig rig = Rig.open(this);
                AddressSpace space = rig.space()) {
            Kernel store =
                    rig.kernel("store", (memory, scalars) -> memory.putLong(0, 0, scalars[0]));
            long unit = space.granuleBytes();
            HeapRange object = Rig.onDevice(1 << 20, unit);
            List<Long> addresses =
                    List.of(
                            0L,
                            unit,
                            1L << 20,
                            (1L << 31) - unit,
                            1L << 31,
                            1L << 32,
                            space.limitBytes() / 2,
                            space.limitBytes() - unit);
            for (long address : addresses) {
                space.map(address, List.of(object), true);
            }
            for (long address : addresses) {
                long value = address * 31 + 7;
                assertNull(rig.run(QueueKind.COMPUTE, at(store, space, address, unit, value)));
                assertEquals(value, rig.read(object)[0]);
            }
            rig.runWell(QueueKind.COPY_IN, new Command.Fill(List.of(object)));
            for (long address : addresses) {
                space.unmap(address, unit);
                assertNotNull(rig.run(QueueKind.COMPUTE, at(store, space, address, unit, 99)));
                assertEquals(0, rig.read(object)[0], "nothing is reached through an old address");
            }
        }
    }

    @Test
    default void scatteredRangesAreOneAtTheirAddress() {
        try (Rig rig = Rig.open(this);
                AddressSpace space = rig.space()) {
            Kernel kernel =
                    rig.kernel(
                            "copy",
                            (memory, scalars) -> {
                                long[] words = new long[(int) (memory.sizeBytes(0) / 8)];
                                memory.read(0, 0, words, 0, words.length);
                                memory.write(1, 0, words, 0, words.length);
                            });
            long unit = space.granuleBytes();
            List<HeapRange> pieces = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                pieces.add(Rig.onDevice((63L - i) * 4 * unit, (1 + i % 4) * unit));
            }
            long size = pieces.stream().mapToLong(HeapRange::sizeBytes).sum();
            long[] expected = Pattern.counting(size);
            int from = 0;
            for (HeapRange piece : pieces) {
                int count = (int) (piece.sizeBytes() / 8);
                rig.write(piece, java.util.Arrays.copyOfRange(expected, from, from + count));
                from += count;
            }
            space.map(1 << 20, pieces, false);
            space.map(1 << 30, List.of(Rig.onDevice(8 << 20, size)), true);
            var launch =
                    new Command.Launch(
                            kernel,
                            List.of(
                                    new BufferArgument(1 << 20, List.of(), size, false),
                                    new BufferArgument(1 << 30, List.of(), size, true)),
                            new long[0],
                            Optional.of(space));
            rig.runWell(QueueKind.COMPUTE, launch);
            assertArrayEquals(expected, rig.read(Rig.onDevice(8 << 20, size)));
        }
    }

    @Test
    default void clientsDoNotSeeEachOther() {
        try (Rig rig = Rig.open(this);
                AddressSpace mine = rig.space();
                AddressSpace yours = rig.space()) {
            Kernel store =
                    rig.kernel("store", (memory, scalars) -> memory.putLong(0, 0, scalars[0]));
            long unit = mine.granuleBytes();
            rig.runWell(QueueKind.COPY_IN, new Command.Fill(List.of(Rig.onDevice(0, 8192))));
            mine.map(unit, List.of(Rig.onDevice(0, unit)), true);
            Fault fault = rig.run(QueueKind.COMPUTE, at(store, yours, unit, unit, 1));
            assertNotNull(fault);
            yours.map(unit, List.of(Rig.onDevice(4096, unit)), true);
            rig.runWell(QueueKind.COMPUTE, at(store, mine, unit, unit, 11));
            rig.runWell(QueueKind.COMPUTE, at(store, yours, unit, unit, 22));
            assertEquals(11, rig.read(Rig.onDevice(0, 8))[0]);
            assertEquals(22, rig.read(Rig.onDevice(4096, 8))[0]);
        }
    }

    @Test
    default void closingRemovesEveryMapping() {
        try (Rig rig = Rig.open(this)) {
            AddressSpace space = rig.space();
            Kernel load = rig.kernel("load", (memory, scalars) -> memory.getLong(0, 0));
            long unit = space.granuleBytes();
            space.map(unit, List.of(Rig.onDevice(0, unit)), true);
            assertNull(rig.run(QueueKind.COMPUTE, at(load, space, unit, unit, 0)));
            space.close();
            Fault fault = rig.run(QueueKind.COMPUTE, at(load, space, unit, unit, 0));
            assertNotNull(fault);
            assertTrue(fault.message().contains("load"), fault.message());
        }
    }

    private static Command.Launch at(
            Kernel kernel, AddressSpace space, long address, long sizeBytes, long value) {
        return new Command.Launch(
                kernel,
                List.of(new BufferArgument(address, List.of(), sizeBytes, true)),
                new long[] {value},
                Optional.of(space));
    }

    private static void refused(Runnable call) {
        assertThrows(IllegalArgumentException.class, call::run);
    }
}
