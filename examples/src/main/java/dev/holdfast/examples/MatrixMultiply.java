package dev.holdfast.examples;

import static dev.holdfast.memory.Argument.local;
import static dev.holdfast.memory.Argument.read;
import static dev.holdfast.memory.Argument.readWrite;

import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.KernelMemory;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.ProgramKernel;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Multiplies two matrices that do not fit into device memory, tile by tile.
///
/// Every tile is an object. The loop is the one of a textbook: which tiles are in device memory
/// while it runs, and which wait in host memory, is nothing that it knows of. Numbers are small
/// integers, so that sums of floats are exact and the CPU's answer must be equal to the last bit.
///
/// `--tiles N` multiplies matrices of N × N tiles instead of 6 × 6: for devices that interpret.
public final class MatrixMultiply {
    private static final int TILE = 128;
    private static final int LARGEST_GROUP = 8;
    private static final long TILE_BYTES = (long) TILE * TILE * Float.BYTES;

    private final int tiles;
    private final int side;

    /// A product of matrices of so many tiles on a side.
    private MatrixMultiply(int tiles) {
        this.tiles = tiles;
        this.side = TILE * tiles;
    }

    /// Runs it on the device that the arguments name.
    public static void main(String[] arguments) throws Exception {
        int tiles = Integer.parseInt(Session.valueOf("--tiles", "6", arguments));
        run(Session.deviceOf(arguments), tiles).exit();
    }

    static Outcome run(String device, int tiles) throws InterruptedException {
        return new MatrixMultiply(tiles).run(device);
    }

    private Outcome run(String device) throws InterruptedException {
        float[][] left = random(1);
        float[][] right = random(2);
        float[][] product;
        long arrived;
        // a quarter of the three matrices, and the three tiles of a launch at least
        long deviceBytes = Math.max(3, 3L * tiles * tiles / 4) * TILE_BYTES;
        try (var session = Session.open(device, deviceBytes, Bytes.mebi(16))) {
            product = onDevice(session, left, right);
            arrived = session.device().usage().bytesCopiedIn();
        }
        int wrong = differences(product, left, right);
        return new Outcome(
                wrong == 0,
                "%d × %d floats, three matrices of %d KiB in %d KiB of memory (%d KiB came in):"
                                .formatted(
                                        side,
                                        side,
                                        ((long) tiles * tiles * TILE_BYTES) >> 10,
                                        deviceBytes >> 10,
                                        arrived >> 10)
                        + " "
                        + wrong
                        + " numbers unlike the CPU's");
    }

    private float[][] onDevice(Session session, float[][] left, float[][] right)
            throws InterruptedException {
        Client client = session.manager().client("matrices");
        BufferHandle[][] a = tiles(client, "A", left);
        BufferHandle[][] b = tiles(client, "B", right);
        BufferHandle[][] c = new BufferHandle[tiles][tiles];
        Multiply multiply = session.speaksOpenCl() ? inOpenClC(session) : inJava(session);
        for (int row = 0; row < tiles; row++) {
            for (int column = 0; column < tiles; column++) {
                // a new object reads as zeros
                c[row][column] = client.create("C" + row + ',' + column, TILE_BYTES);
                for (int k = 0; k < tiles; k++) {
                    client.submit(multiply.add(a[row][k], b[k][column], c[row][column])).orThrow();
                }
            }
        }
        return gathered(c);
    }

    /// The launch that adds `a · b` to `c`, one tile each.
    private interface Multiply {
        Work add(BufferHandle a, BufferHandle b, BufferHandle c);
    }

    private static Multiply inOpenClC(Session session) {
        ProgramKernel multiply = session.manager().program(SOURCE).kernel("multiply");
        int group = groupOf(multiply);
        long groupBytes = (long) group * group * Float.BYTES;
        return (a, b, c) ->
                multiply.over(TILE, TILE)
                        .within(group, group)
                        .args(read(a), read(b), readWrite(c), TILE, local(groupBytes));
    }

    /// How many items on a side: devices differ in how many of this kernel they take.
    private static int groupOf(ProgramKernel kernel) {
        int group = LARGEST_GROUP;
        while (group > 1 && (long) group * group > kernel.mostGroupItems().orElse(1)) {
            group /= 2;
        }
        return group;
    }

    private static Multiply inJava(Session session) {
        Kernel multiply = session.device().load(new KernelCode.InJava("multiply", MULTIPLY));
        return (a, b, c) -> Work.launch(multiply).reads(a).reads(b).updates(c);
    }

    /// Each group keeps the part of `b` that it is at in local memory.
    private static final String SOURCE =
            """
            __kernel void multiply(__global const float *a, __global const float *b,
                                   __global float *c, int side, __local float *part) {
                int row = get_global_id(0);
                int column = get_global_id(1);
                int me = get_local_id(0);
                int group = get_local_size(0);
                float sum = 0;
                for (int from = 0; from < side; from += group) {
                    part[me * group + get_local_id(1)] = b[(from + me) * side + column];
                    barrier(CLK_LOCAL_MEM_FENCE);
                    for (int k = 0; k < group; k++) {
                        sum += a[row * side + from + k] * part[k * group + get_local_id(1)];
                    }
                    barrier(CLK_LOCAL_MEM_FENCE);
                }
                c[row * side + column] += sum;
            }
            """;

    /// The same for a device without work items.
    private static final JavaKernel MULTIPLY =
            (memory, scalars) -> {
                float[] a = tile(memory, 0);
                float[] b = tile(memory, 1);
                float[] c = tile(memory, 2);
                for (int i = 0; i < TILE; i++) {
                    for (int k = 0; k < TILE; k++) {
                        float factor = a[i * TILE + k];
                        for (int j = 0; j < TILE; j++) {
                            c[i * TILE + j] += factor * b[k * TILE + j];
                        }
                    }
                }
                byte[] bytes = new byte[(int) TILE_BYTES];
                ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().put(c);
                memory.write(2, 0, bytes, 0, bytes.length);
            };

    private static float[] tile(KernelMemory memory, int argument) {
        byte[] bytes = new byte[(int) TILE_BYTES];
        memory.read(argument, 0, bytes, 0, bytes.length);
        float[] numbers = new float[TILE * TILE];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().get(numbers);
        return numbers;
    }

    /// One object a tile, filled through a host mapping.
    private BufferHandle[][] tiles(Client client, String name, float[][] matrix)
            throws InterruptedException {
        BufferHandle[][] made = new BufferHandle[tiles][tiles];
        for (int row = 0; row < tiles; row++) {
            for (int column = 0; column < tiles; column++) {
                BufferHandle tile = client.create(name + row + ',' + column, TILE_BYTES);
                try (HostMapping view = tile.map(Access.OVERWRITE).orThrow()) {
                    for (int i = 0; i < TILE; i++) {
                        MemorySegment.copy(
                                matrix[row * TILE + i],
                                column * TILE,
                                view.segment(),
                                ValueLayout.JAVA_FLOAT,
                                (long) i * TILE * Float.BYTES,
                                TILE);
                    }
                }
                made[row][column] = tile;
            }
        }
        return made;
    }

    private float[][] gathered(BufferHandle[][] from) throws InterruptedException {
        float[][] matrix = new float[side][side];
        for (int row = 0; row < tiles; row++) {
            for (int column = 0; column < tiles; column++) {
                try (HostMapping view = from[row][column].map(Access.READ).orThrow()) {
                    for (int i = 0; i < TILE; i++) {
                        MemorySegment.copy(
                                view.segment(),
                                ValueLayout.JAVA_FLOAT,
                                (long) i * TILE * Float.BYTES,
                                matrix[row * TILE + i],
                                column * TILE,
                                TILE);
                    }
                }
            }
        }
        return matrix;
    }

    private float[][] random(long seed) {
        var random = new SplittableRandom(seed);
        float[][] matrix = new float[side][side];
        for (float[] row : matrix) {
            for (int i = 0; i < side; i++) {
                row[i] = random.nextInt(8);
            }
        }
        return matrix;
    }

    private int differences(float[][] product, float[][] left, float[][] right) {
        int wrong = 0;
        float[] expected = new float[side];
        for (int i = 0; i < side; i++) {
            Arrays.fill(expected, 0);
            for (int k = 0; k < side; k++) {
                for (int j = 0; j < side; j++) {
                    expected[j] += left[i][k] * right[k][j];
                }
            }
            for (int j = 0; j < side; j++) {
                wrong += expected[j] == product[i][j] ? 0 : 1;
            }
        }
        return wrong;
    }
}
