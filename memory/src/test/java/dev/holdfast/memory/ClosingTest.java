package dev.holdfast.memory;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.QuietSink;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Clients that close in the middle of things.
final class ClosingTest {
    private static final Fault CLOSED = Fault.of(FaultKind.CANCELLED, "client \"a\" was closed");

    private static Fault faultOf(Fence fence) {
        return fence.fault().orElseThrow();
    }

    /// A first write and `more` changes behind it.
    private static List<Fence> chain(Rig rig, BufferHandle buffer, int more) {
        List<Fence> fences = new ArrayList<>();
        fences.add(rig.submit(buffer, rig.write(buffer, 0)));
        for (int i = 0; i < more; i++) {
            fences.add(rig.submit(buffer, rig.bump(buffer, i)));
        }
        return fences;
    }

    @Test
    @Scenario(
            value = "I14",
            breaks = "Tenant.close leaves launches that wait in the schedule as they are")
    void whatTheDeviceHasRunsOnAndTheRestIsCancelledInItsPlace() throws Exception {
        try (Rig rig = new Rig(64 << 10, 64 << 10)) {
            Client client = rig.manager().client("a");
            rig.runShort(client, 15);
            BufferHandle sibling = rig.manager().client("b").create("other", 4096);
            List<Fence> chain = chain(rig, client.create("weights", 4096), 19);
            Fence beside = rig.submit(sibling, rig.write(sibling, 3));
            client.close();
            assertEquals(16, rig.device().held(COMPUTE).size());
            rig.complete(COMPUTE);
            assertFalse(chain.getLast().isSettled(), "in its place: 15 before it are running");
            rig.settle();
            chain.subList(0, 16).forEach(done -> done.status().orThrow());
            chain.subList(16, 20).forEach(cancelled -> assertEquals(CLOSED, faultOf(cancelled)));
            beside.status().orThrow();
            rig.meanwhile(() -> {
                rig.manager().awaitIdle();
                return null;
            });
            assertEquals(List.of(), rig.manager().audit(true));
            assertEquals(1, rig.device().spaces());
        }
    }

    @Test
    @Scenario(
            value = {"10", "I8"},
            breaks = "a cancelled or skipped command settles before what it comes behind")
    void spaceOfAClosedClientIsTouchedByAnotherOnlyWhenItsLastCommandIsOver() throws Exception {
        try (Rig rig = new Rig(64 << 10, 64 << 10)) {
            Client client = rig.manager().client("a");
            rig.runShort(client, 15);
            chain(rig, client.create("weights", 40 << 10), 19);
            BufferHandle next = rig.manager().client("b").create("next", 40 << 10);
            client.close();
            Fence written = rig.submit(next, rig.write(next, 9));
            for (int running = 16; running > 0; running--) {
                assertEquals(running, rig.device().held(COMPUTE).size());
                assertFalse(written.isSettled());
                rig.complete(COMPUTE);
                // the other client's object is cleared next, on the copy queue, but not before
                boolean clearing = !rig.device().held(QueueKind.COPY_IN).isEmpty();
                assertEquals(running == 1, clearing);
            }
            rig.settle();
            written.status().orThrow();
            assertEquals(9, rig.firstWord(next));
        }
    }

    @Test
    void whatWaitsForForeignFencesIsCancelledAtOnceAndNothingOfItStays() throws Exception {
        try (Rig rig = new Rig(64 << 10, 64 << 10)) {
            Client client = rig.manager().client("a");
            BufferHandle buffer = client.create("weights", 4096);
            SettableFence never = new SettableFence();
            Fence first = rig.submit(buffer, rig.write(buffer, 1).after(never));
            Fence behind = rig.submit(buffer, rig.write(buffer, 2));
            client.close();
            assertEquals(CLOSED, faultOf(first));
            assertEquals(CLOSED, faultOf(behind));
            assertEquals(0, rig.workers().alarms());
            never.signal();
            rig.settle();
            assertEquals(List.of(), rig.device().held(COMPUTE));
        }
    }

    @Test
    void anObjectThatIsMappedLivesUntilItIsUnmapped() throws Exception {
        try (Rig rig = new Rig(64 << 10, 64 << 10)) {
            Client client = rig.manager().client("a");
            BufferHandle buffer = client.create("weights", 4096);
            HostMapping mapping = rig.meanwhile(() -> buffer.map(Access.OVERWRITE).orThrow());
            client.close();
            mapping.segment().fill((byte) 1);
            assertEquals(List.of(), rig.manager().audit(false), "it is accounted for");
            assertEquals(4096, rig.manager().hostUsage().sizeBytes() - hostFree(rig));
            mapping.close();
            rig.settle();
            assertEquals(64 << 10, hostFree(rig));
            assertEquals(List.of(), rig.manager().audit(true));
        }
    }

    private static long hostFree(Rig rig) {
        return rig.manager().hostUsage().freeBytes();
    }

    @Test
    @Scenario(
            value = "22",
            breaks = "the address space is closed without waiting for pending unbinds")
    void theAddressSpaceClosesAfterTheLastUnbindAndNobodyWaits() throws Exception {
        try (Rig rig = new Rig(64 << 10, 64 << 10)) {
            Client client = rig.manager().client("a");
            rig.runShort(client, 4);
            for (int i = 0; i < 5; i++) {
                BufferHandle each = client.create("object " + i, 4096);
                rig.submit(each, rig.write(each, i));
            }
            client.close();
            for (int running = 5; running > 0; running--) {
                assertEquals(1, rig.device().spaces());
                rig.complete(COMPUTE);
            }
            assertEquals(0, rig.device().spaces());
        }
    }

    @Test
    void aHandleThatClosesWhileItsClientDoes() throws Exception {
        AtomicReference<Runnable> underLedger = new AtomicReference<>();
        MemoryOptions options = MemoryOptions.defaults().traceTo(new Stopping(underLedger));
        try (Rig rig = new Rig(new ManualDevice(64 << 10, 64 << 10, 64 << 10), options)) {
            Client client = rig.manager().client("a");
            BufferHandle buffer = client.create("weights", 4096);
            rig.submit(buffer, rig.write(buffer, 1));
            rig.settle();
            List<Threads.Started> closing = new ArrayList<>();
            underLedger.set(() -> {
                // both wait for the ledger, the client first
                closing.add(Threads.start(client::close));
                closing.getLast().untilParked();
                closing.add(Threads.start(buffer::close));
                closing.getLast().untilParked();
            });
            rig.manager().client("b").create("trigger", 64);
            for (Threads.Started each : closing) {
                each.join();
            }
            rig.settle();
            assertEquals(List.of(), rig.manager().audit(false));
            assertEquals(1, rig.device().spaces());
        }
    }

    /// Runs something once while the ledger is held.
    private record Stopping(AtomicReference<Runnable> once) implements QuietSink {
        @Override
        public void buffer(long id, long sizeBytes, String client) {
            Runnable action = once.getAndSet(null);
            if (action != null) {
                action.run();
            }
        }
    }

    @Test
    void clientsThatComeAndGoLeaveNothingBehind() throws Exception {
        try (Rig rig = new Rig(64 << 10, 64 << 10)) {
            for (int i = 0; i < 100; i++) {
                try (Client client = rig.manager().client("visitor")) {
                    BufferHandle buffer = client.create("weights", 4096);
                    rig.submit(buffer, rig.write(buffer, 1));
                }
                rig.settle();
            }
            assertTrue(rig.manager().parts().tenants().size() <= 2, "clients are forgotten");
            assertEquals(0, rig.device().spaces());
        }
    }

    @Test
    void theOwnerClosesWhileAnotherClientsWorkIsInFlight() throws Exception {
        try (Rig rig = new Rig(64 << 10, 64 << 10)) {
            Client owner = rig.manager().client("a");
            Client guest = rig.manager().client("b");
            BufferHandle buffer = owner.create("weights", 40 << 10);
            BufferHandle granted = buffer.grantTo(guest, Access.READ_WRITE);
            rig.submit(buffer, rig.write(buffer, 1));
            Fence running = rig.submit(granted, rig.bump(granted, 1));
            owner.close();
            assertEquals(
                    new SubmitOutcome.Refused(new Refusal.Revoked("\"weights\" (40 KiB)")),
                    guest.trySubmit(rig.check(granted, 2)));
            BufferHandle next = guest.create("next", 40 << 10);
            Fence behind = rig.submit(next, rig.write(next, 5));
            rig.complete(COMPUTE);
            assertEquals(1, rig.device().held(COMPUTE).size(), "the space is in use still");
            rig.settle();
            running.status().orThrow();
            behind.status().orThrow();
            granted.close();
        }
    }
}
