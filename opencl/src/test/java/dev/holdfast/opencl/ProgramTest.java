package dev.holdfast.opencl;

import static dev.holdfast.memory.Argument.local;
import static dev.holdfast.memory.Argument.read;
import static dev.holdfast.memory.Argument.readWrite;
import static dev.holdfast.memory.Argument.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Dispatch;
import dev.holdfast.device.KernelParameter;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Program;
import dev.holdfast.memory.ProgramKernel;
import dev.holdfast.memory.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Kernels as people write them, on memory that moves.
final class ProgramTest {
    private static final String SOURCE =
            """
            kernel void scan(global const int *part, global int *best, int than) {
                int value = part[get_global_id(0)];
                if (value < than) {
                    atomic_max(best, value);
                }
            }

            kernel void groups(global const int *from, global int *sums, local int *tile) {
                int me = get_local_id(0);
                tile[me] = from[get_global_id(0)];
                barrier(CLK_LOCAL_MEM_FENCE);
                if (me == 0) {
                    int sum = 0;
                    for (int i = 0; i < (int) get_local_size(0); i++) {
                        sum += tile[i];
                    }
                    sums[get_group_id(0)] = sum;
                }
            }

            kernel void widths(
                    global int *out, char a, short b, int c, long d, float e, uchar f) {
                out[0] = a;
                out[1] = b;
                out[2] = c;
                out[3] = (int) (d >> 32);
                out[4] = (int) (e * 2);
                out[5] = f;
            }

            #ifdef cl_khr_fp64
            kernel void quadruple(global int *out, double a) {
                out[0] = (int) (a * 4);
            }
            #endif

            kernel void places(global int *out, int width, int height) {
                int x = get_global_id(0), y = get_global_id(1), z = get_global_id(2);
                out[x + width * (y + height * z)] = 100 * z + 10 * y + x;
            }

            kernel void add(global const int *a, global int *b) {
                int i = get_global_id(0);
                b[i] = b[i] * 3 + a[i] + SUMMAND;
            }
            """;

    private static Program program(ProgramRig rig) {
        return rig.manager.program(SOURCE).withOptions("-DSUMMAND=1");
    }

    @Test
    void aKernelReadsAndWritesWhatItIsGiven() throws Exception {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            ProgramKernel scan = program(rig).kernel("scan");
            BufferHandle part = rig.of("part", 3, 41, 7, 99, -5, 42);
            BufferHandle best = rig.of("best", -1);
            rig.submit(scan.over(6).args(read(part), readWrite(best), 42));
            assertArrayEquals(new int[] {41}, rig.read(best));
            rig.submit(scan.over(5).args(read(part), readWrite(best), 100));
            assertArrayEquals(new int[] {99}, rig.read(best));
        }
    }

    @Test
    void aGroupSharesLocalMemory() throws Exception {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            ProgramKernel groups = program(rig).kernel("groups");
            BufferHandle from = rig.of("from", IntStream.range(0, 64).toArray());
            BufferHandle sums = rig.of("sums", new int[4]);
            rig.submit(groups.over(64).within(16).args(read(from), write(sums), local(16 * 4)));
            assertArrayEquals(new int[] {120, 376, 632, 888}, rig.read(sums));
        }
    }

    @Test
    void numbersOfEveryWidthArrive() throws Exception {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            ProgramKernel widths = program(rig).kernel("widths");
            BufferHandle out = rig.of("out", new int[6]);
            rig.submit(
                    widths.over(1)
                            .args(
                                    readWrite(out),
                                    (byte) -1,
                                    (short) -300,
                                    70_000,
                                    5L << 32,
                                    2.5f,
                                    (byte) 200));
            assertArrayEquals(new int[] {-1, -300, 70_000, 5, 5, 200}, rig.read(out));
        }
    }

    @Test
    void doubleArrives() throws Exception {
        Installed.requireExtension("cl_khr_fp64", "has no doubles");
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            ProgramKernel quadruple = program(rig).kernel("quadruple");
            BufferHandle out = rig.of("out", 0);
            rig.submit(quadruple.over(1).args(readWrite(out), -0.75));
            assertArrayEquals(new int[] {-3}, rig.read(out));
        }
    }

    @Test
    void workHasUpToThreeDimensions() throws Exception {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            ProgramKernel places = program(rig).kernel("places");
            BufferHandle out = rig.of("out", new int[24]);
            rig.submit(places.over(4, 3, 2).within(2, 3, 1).args(write(out), 4, 3));
            int[] expected = new int[24];
            Arrays.setAll(expected, i -> 100 * (i / 12) + 10 * (i / 4 % 3) + i % 4);
            assertArrayEquals(expected, rig.read(out));
        }
    }

    /// Breaks if a run does not see what the one before did, or if they share arguments.
    @Test
    void oneLaunchMayRunAKernelSeveralTimes() throws Exception {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            ProgramKernel add = program(rig).kernel("add");
            BufferHandle a = rig.of("a", 1, 2);
            BufferHandle b = rig.of("b", 10, 20);
            Work work =
                    Work.dispatched(
                                    "there and back",
                                    add.kernel(),
                                    List.of(run(2, 0, 1), run(1, 1, 0), run(2, 0, 1)))
                            .updates(a)
                            .updates(b);
            rig.submit(work);
            // b = 3b + a + 1; then a[0] likewise; then b again
            assertArrayEquals(new int[] {36, 2}, rig.read(a));
            assertArrayEquals(new int[] {133, 192}, rig.read(b));
        }
    }

    private static Dispatch run(long items, int from, int into) {
        return new Dispatch(
                List.of(items),
                List.of(),
                List.of(new Dispatch.Slot.Argument(from), new Dispatch.Slot.Argument(into)));
    }

    @Test
    void parametersAreKnown() {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            List<KernelParameter> known = program(rig).kernel("groups").parameters().orElseThrow();
            assertEquals(3, known.size());
            assertEquals(KernelParameter.Kind.BUFFER, known.get(0).kind());
            assertEquals(KernelParameter.Kind.LOCAL, known.get(2).kind());
            assertEquals("tile", known.get(2).name());
            KernelParameter than = program(rig).kernel("scan").parameters().orElseThrow().get(2);
            assertEquals(4, than.sizeBytes().orElseThrow());
        }
    }

    /// Every object changes many times while memory holds a third of them: each launch reads what
    /// the one before wrote, wherever that is by now.
    @Test
    void objectsThatDoNotFitTogetherAreRightAllTheSame() throws Exception {
        wander(new ProgramRig(3 * 64 << 10, 2 << 20));
    }

    /// The same, with one copy in ten failing and kernels untouched.
    @Test
    void failingCopiesAreRepaired() throws Exception {
        try (ProgramRig rig =
                wander(
                        new ProgramRig(
                                3 * 64 << 10, 2 << 20, "copy-in:fail@10%", "copy-out:fail@10%"))) {
            assertTrue(rig.device.lost().isEmpty());
        }
    }

    private static ProgramRig wander(ProgramRig rig) throws InterruptedException {
        int words = 16 << 10;
        ProgramKernel add = program(rig).kernel("add");
        SplittableRandom random = new SplittableRandom(11);
        List<BufferHandle> handles = new ArrayList<>();
        List<int[]> model = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            int[] content = random.ints(words).toArray();
            handles.add(rig.of("object-" + i, content));
            model.add(content);
        }
        for (int round = 0; round < 200; round++) {
            int a = random.nextInt(9);
            int b = (a + 1 + random.nextInt(8)) % 9;
            Work work = add.over(words).args(read(handles.get(a)), readWrite(handles.get(b)));
            rig.submit(work);
            int[] from = model.get(a);
            int[] into = model.get(b);
            for (int i = 0; i < words; i++) {
                into[i] = into[i] * 3 + from[i] + 1;
            }
        }
        for (int i = 0; i < 9; i++) {
            assertArrayEquals(model.get(i), rig.read(handles.get(i)), "object " + i);
        }
        rig.close();
        return rig;
    }
}
