package dev.holdfast.opencl;

import static dev.holdfast.memory.Argument.readWrite;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.ProgramKernel;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How wide the values are that a kernel takes whose parameters are of types of the program's own.
/// Breaks if a width that nobody looked up is taken for right: PoCL then gives the kernel the first
/// four bytes of a double.
final class ValueWidthTest {
    private static final String SOURCE =
            """
            typedef float real;
            typedef struct { int x; int y; } pair;
            struct wide { long a[3]; };
            typedef enum { NONE, ONE } choice;

            kernel void put(global int *out, real value) {
                out[0] = (int) (value * 100);
            }

            kernel void point(global int *out, pair at) {
                out[0] = at.x;
                out[1] = at.y;
            }

            kernel void two(global int *out, int2 at, struct wide much, choice one) {
                out[0] = at.x;
            }

            // what a typedef is called may be a macro by the end of the source
            #define real double
            #define pair long16
            // and the last line may go on \\\
            """;

    @Test
    void valueOfWrongWidthForTypedefIsRefused() throws Exception {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            ProgramKernel put = rig.manager.program(SOURCE).kernel("put");
            BufferHandle out = rig.of("out", 7);
            String message =
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> put.over(1).args(readWrite(out), 1.0))
                            .getMessage();
            assertTrue(message.contains("a number of 4 bytes, \"real value\""), message);
            assertTrue(message.contains("got a number of 8 bytes"), message);
            rig.submit(put.over(1).args(readWrite(out), 1.25f));
            assertArrayEquals(new int[] {125}, rig.read(out));
        }
    }

    @Test
    void structureOfEightBytesTakesLong() throws Exception {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            ProgramKernel point = rig.manager.program(SOURCE).kernel("point");
            BufferHandle out = rig.of("out", 0, 0);
            assertThrows(
                    IllegalArgumentException.class, () -> point.over(1).args(readWrite(out), 3));
            rig.submit(point.over(1).args(readWrite(out), 5L << 32 | 3));
            assertArrayEquals(new int[] {3, 5}, rig.read(out));
        }
    }

    @Test
    void widthsOfVectorsStructuresAndEnumsAreKnown() {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            var known = rig.manager.program(SOURCE).kernel("two").parameters().orElseThrow();
            assertEquals(OptionalInt.of(8), known.get(1).sizeBytes());
            assertEquals(OptionalInt.of(24), known.get(2).sizeBytes());
            assertEquals(OptionalInt.of(4), known.get(3).sizeBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({"real, 4", "pair, 8", "struct wide, 24", "double3, 32", "uchar16, 16", "half2, 4"})
    void typeHasItsWidth(String type, int width) {
        try (Workbench bench = new Workbench()) {
            var widths = new Widths(new Compiler(bench.session), SOURCE, "-DUNUSED=1");
            assertEquals(OptionalInt.of(width), widths.of(type));
        }
    }

    /// Breaks if what the compiler does not know is guessed.
    @ParameterizedTest
    @CsvSource({"unheard_of", "struct nobody", "(anonymous struct)", "image2d_t *", "''"})
    void typeThatCannotBeNamedHasNone(String type) {
        try (Workbench bench = new Workbench()) {
            var widths = new Widths(new Compiler(bench.session), SOURCE, "");
            assertEquals(OptionalInt.empty(), widths.of(type));
        }
    }
}
