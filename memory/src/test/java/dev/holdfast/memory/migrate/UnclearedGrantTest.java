package dev.holdfast.memory.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.KernelCode;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.testing.Onlooker;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.AcceptOutcome;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Space with an owner's old bytes in it is handed to the owner's next object, whose overwriting
/// leaves some of them there. Nobody that the object is granted to sees them, whenever that is.
class UnclearedGrantTest {
    private static final int SIZE = 64 << 10;
    private static final long SECRET = 1L << 40;

    private final Rig rig = new Rig(SIZE, SIZE);
    private final Client owner = rig.manager().client("owner");
    private final Client other = rig.manager().client("other");

    /// Device memory and host memory are full of what lay in an object that is closed.
    private void leaveSecret() throws Exception {
        var secret = owner.create("secret", SIZE);
        rig.submit(secret, rig.write(secret, SECRET));
        rig.settle();
        try (var mapping = rig.meanwhile(() -> secret.map(Access.READ)).orThrow()) {
            assertTrue(mapping.segment().get(ValueLayout.JAVA_LONG, 8) >= SECRET);
        }
        secret.close();
    }

    private long mostSeen(BufferHandle grant) throws Exception {
        long most = 0;
        try (var mapping = rig.meanwhile(() -> grant.map(Access.READ)).orThrow()) {
            for (long word : mapping.segment().toArray(ValueLayout.JAVA_LONG)) {
                most = Math.max(most, word);
            }
        }
        return most;
    }

    private Work writesOneWord(BufferHandle target, boolean fails) {
        var kernel =
                rig.device()
                        .load(
                                new KernelCode.InJava(
                                        "one word",
                                        (memory, scalars) -> {
                                            memory.putLong(0, 0, 1);
                                            if (fails) {
                                                throw new IllegalStateException("as planned");
                                            }
                                        }));
        return Work.launch(kernel).overwrites(target);
    }

    @Test
    @Scenario(
            value = {"27", "E13"},
            breaks = "the owner's old bytes stay in an object that can be granted later")
    void grantAfterPartialWriteShowsNothingElse() throws Exception {
        try (rig) {
            leaveSecret();
            var document = owner.create("document", SIZE);
            rig.submit(document, writesOneWord(document, false));
            rig.settle();
            assertEquals(1, mostSeen(document.grantTo(other, Access.READ)));
        }
    }

    @Test
    void grantOfAcceptedFailureShowsNothingElse() throws Exception {
        try (rig) {
            leaveSecret();
            var document = owner.create("document", SIZE);
            Fence failed = rig.submit(document, writesOneWord(document, true));
            rig.settle();
            assertInstanceOf(FenceStatus.Failed.class, failed.status());
            assertInstanceOf(AcceptOutcome.Accepted.class, document.accept());
            assertEquals(1, mostSeen(document.grantTo(other, Access.READ)));
        }
    }

    @Test
    void grantWhilePartialWriteIsInFlightShowsNothingElse() throws Exception {
        try (rig) {
            leaveSecret();
            var onlooker = new Onlooker(rig);
            var document = owner.create("document", SIZE);
            rig.submit(document, writesOneWord(document, false));
            var grant = document.grantTo(other, Access.READ);
            rig.submit(grant, onlooker.looksAt(grant));
            rig.settle();
            for (long word : onlooker.seen()) {
                assertTrue(word <= 1, "saw " + word);
            }
        }
    }

    @Test
    void grantAfterPartialHostWriteShowsNothingElse() throws Exception {
        try (rig) {
            leaveSecret();
            var document = owner.create("document", SIZE);
            try (var mapping = rig.meanwhile(() -> document.map(Access.OVERWRITE)).orThrow()) {
                mapping.segment().set(ValueLayout.JAVA_LONG, 0, 1);
            }
            assertEquals(1, mostSeen(document.grantTo(other, Access.READ)));
        }
    }

    @Test
    void privateObjectCannotBeGranted() throws Exception {
        try (rig) {
            var diary = owner.createPrivate("diary", SIZE);
            var thrown =
                    assertThrows(
                            IllegalStateException.class, () -> diary.grantTo(other, Access.READ));
            assertTrue(thrown.getMessage().contains("\"diary\""), thrown.getMessage());
            assertEquals(List.of(), rig.manager().audit(false));
        }
    }
}
