package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.recorder.TraceSink;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.QuietSink;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What happens to many objects, readers or commands at once happens in many holds of the ledger, a
/// bounded part in each. Steps are counted here, and no time is taken.
class BoundedHoldsTest {
    private static final int MANY = 1000;

    private static Rig rig(TraceSink sink) {
        return new Rig(
                new ManualDevice(MANY * 1024, MANY * 1024, MANY * 1024),
                MemoryOptions.defaults().withCleanShare(0).withWindow(2 * MANY).traceTo(sink));
    }

    /// Notes how many handles of a client are open whenever the ledger is free and an object of it
    /// is gone: the sink is fed after each hold.
    private static final class Freed implements QuietSink {
        private final AtomicReference<Client> watched = new AtomicReference<>();
        private final List<Integer> left = new ArrayList<>();

        @Override
        public void freed(long id) {
            left.add(watched.get().handles().size());
        }
    }

    /// Breaks if a client with many objects closes all of them in one hold.
    @Test
    void clientClosesItsHandlesSomeAtATime() throws Exception {
        var freed = new Freed();
        try (Rig rig = rig(freed)) {
            Client client = rig.manager().client("large");
            freed.watched.set(client);
            for (int i = 0; i < MANY; i++) {
                client.create("object", 256);
            }
            client.close();
            assertEquals(MANY, freed.left.size());
            int open = MANY;
            for (int left : freed.left) {
                assertTrue(open - left <= MemoryManager.HANDLES_A_HOLD, () -> "" + freed.left);
                open = left;
            }
            assertEquals(0, open);
            assertEquals(List.of(), rig.manager().audit(true));
        }
    }

    /// Breaks if one hold collects the fences of all that is under way.
    @Test
    void whoWaitsIsToldOfSomeOfWhatIsUnderWay() throws Exception {
        try (Rig rig = rig(new Freed())) {
            Client owner = rig.manager().client("owner");
            BufferHandle shared = owner.create("shared", 256);
            rig.submit(shared, rig.write(shared, 1));
            Client reader = rig.manager().client("reader");
            BufferHandle granted = shared.grantTo(reader, Access.READ);
            Fence last = Fence.signalled();
            for (int i = 0; i < MANY; i++) {
                last = rig.submit(granted, rig.check(granted, 1));
            }
            Fence pending = last;
            try (var _ = rig.manager().parts().ledger().enter()) {
                int told = rig.manager().parts().pending().size();
                assertTrue(told > 0 && told <= 256, () -> told + " fences");
            }
            rig.meanwhile(() -> {
                rig.manager().awaitIdle();
                assertTrue(pending.isSettled(), "all were waited for");
                return null;
            });
        }
    }

    /// Breaks if a manager that closes does not wait for a client that is being closed.
    @Test
    void whoWaitsWaitsForTheLastHandleOfAClientThatCloses() throws Exception {
        var closing = new AtomicReference<Client>();
        var pendings = new ArrayList<Integer>();
        var rigs = new AtomicReference<Rig>();
        TraceSink sink =
                new QuietSink() {
                    @Override
                    public void freed(long id) {
                        MemoryManager manager = rigs.get().manager();
                        try (var _ = manager.parts().ledger().enter()) {
                            if (!closing.get().handles().isEmpty()) {
                                pendings.add(manager.parts().pending().size());
                            }
                        }
                    }
                };
        try (Rig rig = rig(sink)) {
            rigs.set(rig);
            Client client = rig.manager().client("large");
            closing.set(client);
            for (int i = 0; i < MANY; i++) {
                client.create("object", 256);
            }
            client.close();
            assertTrue(pendings.size() > MANY / 2);
            assertTrue(pendings.stream().allMatch(each -> each > 0), pendings::toString);
        }
    }
}
