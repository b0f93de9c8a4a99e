package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceStatus;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What may not be done from a raw fence callback, and that whoever tries can still do it properly
/// afterwards: nothing is half closed.
final class CallbackMisuseTest {
    private final Rig rig = new Rig(64 << 10, 64 << 10);
    private final Client client = rig.manager().client("a");
    private final BufferHandle buffer = client.create("weights", 4096);

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        rig.close();
    }

    private static void refusedInACallback(String what, Executable call) {
        SettableFence fence = new SettableFence();
        List<Throwable> seen = new ArrayList<>();
        fence.onSettled(settled -> seen.add(assertThrows(IllegalStateException.class, call)));
        fence.signal();
        assertEquals(
                what
                        + " inside a signalling section (a fence callback): a fence is waiting for"
                        + " this thread; use whenSettled(executor, …) instead",
                seen.getFirst().getMessage());
    }

    @Test
    void submitting() {
        refusedInACallback("submitting", () -> client.trySubmit(rig.write(buffer, 1)));
        refusedInACallback("submitting", () -> client.submit(rig.write(buffer, 1)));
    }

    @Test
    void mapping() {
        refusedInACallback("mapping", () -> buffer.map(Access.READ));
    }

    @Test
    void makingAndClosingAClient() {
        refusedInACallback("making a client", () -> rig.manager().client("b"));
        refusedInACallback("closing a client", client::close);
        assertEquals(1, rig.device().spaces());
        rig.submit(buffer, rig.write(buffer, 1));
    }

    @Test
    void closingAHandleWhichStaysOpen() throws Exception {
        refusedInACallback("closing a handle", buffer::close);
        rig.submit(buffer, rig.write(buffer, 7));
        assertEquals(7, rig.firstWord(buffer));
        buffer.close();
    }

    @Test
    void closingAMappingWhichStaysOpen() throws Exception {
        HostMapping mapping = rig.meanwhile(() -> buffer.map(Access.OVERWRITE).orThrow());
        refusedInACallback("closing a mapping", mapping::close);
        assertTrue(mapping.segment().scope().isAlive());
        mapping.close();
        rig.submit(buffer, rig.write(buffer, 1));
    }

    @Test
    void closingAPinWhichStays() {
        Pin pin = buffer.pin().orThrow();
        refusedInACallback("closing a pin", pin::close);
        pin.close();
    }

    @Test
    void waitingForAFence() {
        Fence never = new SettableFence();
        refusedInACallback("waiting for a fence", never::await);
    }

    @Test
    void everythingElseThatTakesTheLedger() {
        refusedInACallback("taking the ledger", () -> client.create("late", 64));
        refusedInACallback("taking the ledger", buffer::pin);
        refusedInACallback("taking the ledger", buffer::idle);
        refusedInACallback("taking the ledger", () -> rig.manager().deviceUsage());
        refusedInACallback("taking the ledger", () -> rig.manager().close());
        assertFalse(rig.manager().client("b").name().isEmpty(), "the manager is open still");
    }

    @Test
    void butFromWhenSettledEverythingIsAllowed() throws Exception {
        List<Fence> later = new ArrayList<>();
        var executor = rig.workers().worker("user");
        Fence first = rig.submit(buffer, rig.write(buffer, 5));
        first.whenSettled(
                executor,
                status -> {
                    assertEquals(new FenceStatus.Signalled(), status);
                    later.add(rig.submit(buffer, rig.bump(buffer, 5)));
                });
        rig.settle();
        later.getFirst().status().orThrow();
        assertEquals(6, rig.firstWord(buffer));
    }
}
