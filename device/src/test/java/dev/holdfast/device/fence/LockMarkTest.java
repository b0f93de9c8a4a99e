package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.testing.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LockMarkTest {

    @AfterEach
    void clear() {
        LockMark.clear();
    }

    @Test
    void oneLockAtATime() {
        LockMark.set("the first");
        var thrown = assertThrows(InvariantError.class, () -> LockMark.set("the second"));
        assertEquals("taking the second while already holding the first", thrown.getMessage());
        LockMark.clear();
        LockMark.set("the second");
    }

    @Test
    void forbidsByName() {
        LockMark.forbid("settling");
        LockMark.set("the ledger");
        var thrown = assertThrows(InvariantError.class, () -> LockMark.forbid("settling"));
        assertEquals("settling while holding the ledger", thrown.getMessage());
    }

    @Test
    void marksItsThreadAlone() throws Exception {
        LockMark.set("the ledger");
        Threads.start(() -> LockMark.forbid("settling")).join();
    }
}
