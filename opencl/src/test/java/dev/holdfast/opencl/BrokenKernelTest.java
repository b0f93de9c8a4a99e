package dev.holdfast.opencl;

import static dev.holdfast.memory.Argument.local;
import static dev.holdfast.memory.Argument.read;
import static dev.holdfast.memory.Argument.readWrite;
import static dev.holdfast.memory.Argument.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.ProgramKernel;
import dev.holdfast.memory.capture.CapturedCommand;
import dev.holdfast.memory.work.Access;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Kernels in OpenCL C that are made to fail: they leave garbage in what they may write, and in
/// nothing else, and nobody takes it for content.
final class BrokenKernelTest {
    private static final String SOURCE =
            """
            kernel void copy(global const int *from, global int *into) {
                into[get_global_id(0)] = from[get_global_id(0)];
            }
            """;

    @Test
    void whatItWroteIsRefusedAndWhatItReadIsWhole() throws Exception {
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20, "kernel:fail@#2")) {
            ProgramKernel copy = rig.manager.program(SOURCE).kernel("copy");
            int[] content = new int[1000];
            Arrays.setAll(content, i -> i + 1);
            BufferHandle from = rig.of("from", content);
            BufferHandle into = rig.of("into", new int[1000]);
            rig.submit(copy.over(1000).args(read(from), write(into)));
            assertArrayEquals(content, rig.read(into));
            FenceStatus status =
                    rig.submit(copy.over(1000).args(read(from), write(into))).fence().await();
            var failed = assertInstanceOf(FenceStatus.Failed.class, status);
            assertEquals(FaultKind.KERNEL_FAILED, failed.cause().kind());
            assertInstanceOf(MapOutcome.Refused.class, into.map(Access.READ));
            assertArrayEquals(content, rig.read(from));
            into.accept();
            assertEquals(false, Arrays.equals(content, rig.read(into)), "it did harm");
            rig.submit(copy.over(1000).args(read(from), write(into)));
            assertArrayEquals(content, rig.read(into));
        }
    }

    /// Breaks if a capture tells of a kernel in OpenCL C everything but its numbers.
    @Test
    void aCaptureTellsTheNumbersThatItsKernelGot() throws Exception {
        String source =
                """
                kernel void add(global int *into, int one, float part, long two, local int *all) {
                    into[0] += one + two + part;
                }
                """;
        try (ProgramRig rig = new ProgramRig(1 << 20, 1 << 20, "kernel:fail@#1")) {
            ProgramKernel add = rig.manager.program(source).kernel("add");
            BufferHandle into = rig.of("into", 5);
            rig.submit(add.over(1).args(readWrite(into).captured(), -1, 0.5f, 1L << 40, local(64)));
            rig.manager.awaitIdle();
            CapturedCommand guilty = rig.manager.takeCapture().orElseThrow().guilty().orElseThrow();
            assertEquals("add", guilty.kernel());
            assertEquals(
                    List.of(-1L, (long) Float.floatToRawIntBits(0.5f), 1L << 40), guilty.scalars());
        }
    }
}
