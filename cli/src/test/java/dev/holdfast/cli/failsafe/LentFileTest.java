package dev.holdfast.cli.failsafe;

import static dev.holdfast.cli.failsafe.FailsafeRig.submit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.holdfast.cli.Installed;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.MapOutcome;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// On every device: content in a mapped file that gets shorter, or in an arena that is closed,
/// before it was needed.
@ParameterizedClass
@ValueSource(strings = {"soft", "soft-flat", "opencl"})
class LentFileTest {
    private static final int PART = 1 << 20;
    private static final int PARTS = 12;

    @Parameter private String device;

    @TempDir private Path folder;

    @BeforeEach
    void require() throws Exception {
        Installed.require(device);
    }

    private FailsafeRig rig(String... faults) {
        return new FailsafeRig(device, 4 * PART, 8 * PART, 4 * PART, 1, faults);
    }

    /// A new file with the words of version 0 in each part.
    private FileChannel file() throws IOException {
        FileChannel file =
                FileChannel.open(
                        folder.resolve("weights"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all =
                    file.map(FileChannel.MapMode.READ_WRITE, 0, (long) PARTS * PART, arena);
            for (long at = 0; at < all.byteSize(); at += Long.BYTES) {
                all.set(ValueLayout.JAVA_LONG, at, FailsafeRig.word(0, at % PART / Long.BYTES));
            }
        }
        return file;
    }

    /// Two in three of the parts are not in device memory when their half of the file goes. Breaks
    /// if a mapping is read by a driver, if an error is thrown where nobody expects one, or if it
    /// is taken for anything that passes.
    @Test
    void whatAFileHasLostIsLostByNameAndEverythingElseGoesOn() throws Exception {
        lose();
    }

    /// The same where the device fails copies too, so that the CPU reads what was lent to repair
    /// them. Breaks if a repair that meets the missing file settles nothing.
    @Test
    void aRepairThatMeetsTheMissingFileLosesTheMoveAndNotTheFence() throws Exception {
        lose("copy-in:fail@50%");
    }

    private void lose(String... faults) throws Exception {
        try (FailsafeRig rig = rig(faults);
                Arena arena = Arena.ofShared();
                FileChannel file = file();
                var client = rig.manager().client("a");
                var neighbour = rig.manager().client("b")) {
            MemorySegment mapped = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena);
            List<BufferHandle> parts = client.wrapParts("weights", mapped, PART);
            for (BufferHandle part : parts) {
                submit(part, rig.check(part, 0)).await().orThrow();
            }
            file.truncate((long) PARTS / 2 * PART);
            BufferHandle own = neighbour.create("own", PART);
            submit(own, rig.write(own, 5));
            int lost = 0;
            for (int i = 0; i < PARTS; i++) {
                BufferHandle part = parts.get((i + PARTS / 2) % PARTS);
                // the neighbour needs no luck: nothing of his is lent
                Fence fence = submit(part, rig.check(part, 0));
                var status = fence.await();
                if (status.fault().isPresent()) {
                    lost++;
                    assertLost(status.fault().get(), part.name());
                    assertLostForGood(rig, part);
                }
                submit(own, rig.bump(own, 5L + i)).await().orThrow();
            }
            assertTrue(lost >= PARTS / 2 - 4, "lost of " + PARTS / 2 + ": " + lost);
            assertTrue(lost <= PARTS / 2, "lost of " + PARTS / 2 + ": " + lost);
            assertEquals(0, FailsafeRig.wrongWords(own, 5 + PARTS));
        }
    }

    private static void assertLost(Fault fault, String name) {
        assertTrue(fault.toString().contains("\"" + name + "\""), fault.toString());
        assertEquals(FaultKind.SOURCE_LOST, fault.root().kind(), fault.toString());
    }

    /// From then on it is refused, and not tried again.
    private static void assertLostForGood(FailsafeRig rig, BufferHandle part) throws Exception {
        rig.manager().awaitIdle();
        SubmitOutcome outcome = part.client().submit(rig.check(part, 0));
        Refusal reason = assertInstanceOf(SubmitOutcome.Refused.class, outcome).reason();
        assertLost(assertInstanceOf(Refusal.ContentFault.class, reason).fault(), part.name());
        assertInstanceOf(MapOutcome.Refused.class, part.map(Access.READ));
    }

    /// Whoever may write it goes on with another content. A copy in host memory is made of what is
    /// left, for those whom it was granted to.
    @Test
    void contentOfAClosedArenaIsLostUntilItIsOverwritten() throws Exception {
        try (FailsafeRig rig = rig();
                var client = rig.manager().client("a");
                var other = rig.manager().client("b")) {
            Arena arena = Arena.ofShared();
            BufferHandle lent = client.createFrom("lent", arena.allocate(PART));
            BufferHandle granted = lent.grantTo(other, Access.READ);
            arena.close();
            Refusal reason =
                    assertInstanceOf(MapOutcome.Refused.class, granted.map(Access.READ)).reason();
            assertLost(assertInstanceOf(Refusal.ContentFault.class, reason).fault(), "lent");
            assertLostForGood(rig, lent);
            submit(lent, rig.write(lent, 3)).await().orThrow();
            submit(granted, rig.check(granted, 3)).await().orThrow();
            assertEquals(0, FailsafeRig.wrongWords(lent, 3));
        }
    }

    /// The whole manager can leave the device, whatever was lost.
    @Test
    void aManagerWithLostContentIsSuspended() throws Exception {
        assumeFalse(device.equals("soft-flat"), "not run: the rig has pinned the other slabs");
        try (FailsafeRig rig = rig();
                var client = rig.manager().client("a")) {
            Arena arena = Arena.ofShared();
            List<BufferHandle> parts = client.wrapParts("w", arena.allocate(3L * PART), PART);
            arena.close();
            BufferHandle first = parts.getFirst();
            assertLost(submit(first, rig.check(first, 0)).await().fault().orElseThrow(), "w[0]");
            rig.manager().suspend().orThrow();
        }
    }
}
