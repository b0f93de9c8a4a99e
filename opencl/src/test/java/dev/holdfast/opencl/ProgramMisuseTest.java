package dev.holdfast.opencl;

import static dev.holdfast.memory.Argument.local;
import static dev.holdfast.memory.Argument.read;
import static dev.holdfast.memory.Argument.readWrite;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.KernelBuildException;
import dev.holdfast.device.KernelCode;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.ProgramKernel;
import dev.holdfast.memory.recorder.Counters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Mistakes in kernels and in what they are given: one exception each, before anything is
/// submitted, that says where and what.
final class ProgramMisuseTest {
    private static final String SOURCE =
            """
            kernel void scan(global int *part, int than, local int *tile) {
                part[get_global_id(0)] = than;
            }

            kernel __attribute__((reqd_work_group_size(4, 1, 1))) void fours(global int *out) {
                out[get_global_id(0)] = 4;
            }
            """;

    @Test
    void aSourceThatDoesNotCompileSaysWhatTheCompilerSaid() {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            var program = rig.manager.program("kernel void broken() { int x = undeclared_name; }");
            var thrown = assertThrows(KernelBuildException.class, () -> program.kernel("broken"));
            assertTrue(thrown.getMessage().contains("kernel \"broken\""), thrown.getMessage());
            assertTrue(thrown.getMessage().contains("undeclared_name"), thrown.getMessage());
            assertTrue(thrown.log().contains("undeclared_name"), thrown.log());
            // again, and the device is as it was
            assertThrows(KernelBuildException.class, () -> program.kernel("broken"));
            rig.manager.program(SOURCE).kernel("scan");
        }
    }

    @Test
    void optionsThatAreNoneAreABuildError() {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            var program = rig.manager.program(SOURCE).withOptions("-not-an-option");
            var thrown = assertThrows(KernelBuildException.class, () -> program.kernel("scan"));
            assertTrue(thrown.getMessage().contains("scan"), thrown.getMessage());
        }
    }

    @Test
    void aKernelThatThereIsNotIsNamedWithThoseThatThereAre() {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            var program = rig.manager.program(SOURCE);
            String message =
                    assertThrows(KernelBuildException.class, () -> program.kernel("scam"))
                            .getMessage();
            assertTrue(message.contains("\"scam\""), message);
            assertTrue(message.contains("scan") && message.contains("fours"), message);
        }
    }

    @Test
    void aKernelInJavaIsRefused() {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            refused(
                    () -> rig.device.load(new KernelCode.InJava("java", (memory, scalars) -> {})),
                    "OpenCL C",
                    "\"java\" is in Java");
        }
    }

    @Test
    void argumentsAreCheckedInNumberKindAndWidth() throws Exception {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            ProgramKernel scan = rig.manager.program(SOURCE).kernel("scan");
            BufferHandle part = rig.of("part", new int[16]);
            var over = scan.over(16);
            String name = "kernel \"scan\"";
            refused(() -> over.args(readWrite(part), 42), name, "3 parameters", "2 arguments");
            refused(
                    () -> over.args(readWrite(part), 42, local(64), 1),
                    name,
                    "3 parameters",
                    "4 arguments");
            refused(
                    () -> over.args(readWrite(part), 42L, local(64)),
                    name,
                    "argument 1",
                    "a number of 4 bytes",
                    "than",
                    "got a number of 8 bytes");
            refused(
                    () -> over.args(readWrite(part), read(part), local(64)),
                    "argument 1",
                    "got a buffer");
            refused(
                    () -> over.args(42, 42, local(64)),
                    "argument 0",
                    "it is a buffer",
                    "int*",
                    "got a number");
            refused(
                    () -> over.args(readWrite(part), 42, read(part)),
                    "argument 2",
                    "it is local memory",
                    "got a buffer");
            refused(() -> over.args(part, 42, local(64)), name, "argument 0", "\"part\" is used");
            refused(() -> over.args(readWrite(part), "42", local(64)), "argument 1", "got 42");
            refused(() -> over.args(readWrite(part), null, local(64)), "argument 1", "got null");
            refused(() -> local(0), "local memory of 0 bytes");
            // what is refused was not submitted, and what is right runs
            rig.submit(over.args(readWrite(part), 42, local(64)));
            assertEquals(42, rig.read(part)[15]);
            assertEquals(1, rig.manager.counters().get(Counters.Counter.SUBMISSIONS));
        }
    }

    @Test
    void workSizesAreHeldAgainstTheDevice() throws Exception {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20)) {
            var program = rig.manager.program(SOURCE);
            ProgramKernel scan = program.kernel("scan");
            BufferHandle part = rig.of("part", new int[16]);
            refused(() -> scan.over(0), "kernel \"scan\"", "[0]");
            refused(() -> scan.over(4, -1), "kernel \"scan\"", "[4, -1]");
            refused(() -> scan.over(), "kernel \"scan\"", "0 dimensions");
            refused(() -> scan.over(1, 1, 1, 1), "kernel \"scan\"", "4 dimensions");
            refused(() -> scan.over(16).within(4, 4), "kernel \"scan\"", "[4, 4]");
            refused(() -> scan.over(16).within(0), "kernel \"scan\"", "[0]");
            long much = 1L << 30;
            refused(
                    () -> scan.over(much).within(much).args(readWrite(part), 42, local(64)),
                    "kernel \"scan\"",
                    "[" + much + "]",
                    "at most");
            refused(
                    () -> scan.over(16).args(readWrite(part), 42, local(1L << 40)),
                    "kernel \"scan\"",
                    "bytes of local memory");
            refused(
                    () ->
                            scan.over(1 << 20, 1 << 20)
                                    .within(1 << 20, 1 << 20)
                                    .args(readWrite(part), 42, local(64)),
                    "at most");
            ProgramKernel fours = program.kernel("fours");
            refused(() -> fours.over(16).within(8).args(readWrite(part)), "[8]", "[4, 1, 1]");
            rig.submit(fours.over(16).within(4).args(readWrite(part)));
            assertArrayEquals(new int[] {4, 4}, java.util.Arrays.copyOf(rig.read(part), 2));
        }
    }

    private static void refused(Executable call, String... words) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), "\"" + word + "\" in: " + message);
        }
    }
}
