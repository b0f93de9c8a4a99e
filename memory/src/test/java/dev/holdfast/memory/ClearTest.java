package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import org.junit.jupiter.api.Test;

/// Giving the content of an object up, without a kernel.
class ClearTest {
    private static final int KIB = 1 << 10;
    private static final long ZEROS = -1;

    private static BufferHandle written(Rig rig) {
        BufferHandle handle = rig.manager().client("one").create("object", 16 * KIB);
        rig.submit(handle, rig.write(handle, 5));
        return handle;
    }

    @Test
    void whatComesAfterReadsZerosAndWhatCameBeforeDoesNot() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            BufferHandle handle = written(rig);
            Fence before = rig.submit(handle, rig.check(handle, 5));
            assertTrue(handle.clear().isEmpty());
            Fence after = rig.submit(handle, rig.check(handle, ZEROS));
            rig.settle();
            before.status().orThrow();
            after.status().orThrow();
        }
    }

    @Test
    @Scenario(
            value = {"35"},
            breaks = "what is lost stays lost, or is cleared in the memory where it was lost")
    void aLostObjectIsRightAgain() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            BufferHandle handle = written(rig);
            assertTrue(rig.device().fail(QueueKind.COMPUTE));
            rig.settle();
            assertInstanceOf(
                    SubmitOutcome.Refused.class, handle.client().trySubmit(rig.check(handle, 5)));
            assertTrue(handle.clear().isEmpty());
            Fence after = rig.submit(handle, rig.check(handle, ZEROS));
            rig.settle();
            after.status().orThrow();
            assertEquals(0, rig.firstWord(handle));
        }
    }

    @Test
    void whoMayNotWriteMayNotClearEither() throws Exception {
        try (var rig = new Rig(64 * KIB, 64 * KIB)) {
            BufferHandle handle = written(rig);
            BufferHandle grant = handle.grantTo(rig.manager().client("two"), Access.READ);
            assertInstanceOf(Refusal.NotGranted.class, grant.clear().orElseThrow());
            var pin = handle.pin().orThrow();
            assertInstanceOf(Refusal.Pinned.class, handle.clear().orElseThrow());
            pin.close();
            var mapping = rig.meanwhile(() -> handle.map(Access.READ).orThrow());
            assertInstanceOf(Refusal.Mapped.class, handle.clear().orElseThrow());
            mapping.close();
            assertTrue(handle.clear().isEmpty());
        }
    }
}
