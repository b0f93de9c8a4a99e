package dev.holdfast.device.fence;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.testing.Threads;
import org.junit.jupiter.api.Test;

final class SignallingSectionTest {

    @Test
    void nests() {
        assertFalse(SignallingSection.isActive());
        try (SignallingSection outer = SignallingSection.enter()) {
            try (SignallingSection inner = SignallingSection.enter()) {
                assertTrue(SignallingSection.isActive());
            }
            assertTrue(SignallingSection.isActive());
            new SettableFence().signal();
            assertTrue(SignallingSection.isActive());
        }
        assertFalse(SignallingSection.isActive());
    }

    @Test
    void forbidsByName() {
        SignallingSection.forbid("allocating from a region");
        try (SignallingSection section = SignallingSection.enter()) {
            var thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () -> SignallingSection.forbid("allocating from a region"));
            assertTrue(thrown.getMessage().startsWith("allocating from a region inside"));
        }
    }

    @Test
    void isBoundToItsThread() throws Exception {
        try (SignallingSection section = SignallingSection.enter()) {
            Threads.start(
                            () -> {
                                assertFalse(SignallingSection.isActive());
                                assertThrows(InvariantError.class, section::close);
                            })
                    .join();
            assertTrue(SignallingSection.isActive());
        }
    }

    @Test
    void cannotBeLeftMoreOftenThanEntered() {
        SignallingSection section = SignallingSection.enter();
        section.close();
        assertThrows(InvariantError.class, section::close);
        assertFalse(SignallingSection.isActive());
    }
}
