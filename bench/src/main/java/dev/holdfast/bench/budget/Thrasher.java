package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A client that goes round and round in a working set twice as large as the device.
final class Thrasher {
    private final Rig rig;
    private final Client client;
    private final List<BufferHandle> handles = new ArrayList<>();

    Thrasher(Rig rig, long deviceBytes, long objectBytes) {
        this.rig = rig;
        client = rig.manager().client("thrasher");
        for (long made = 0; made < 2 * deviceBytes; made += objectBytes) {
            handles.add(client.create("object", objectBytes));
        }
    }

    /// Measures `side` while this client thrashes; quiet before and after.
    <T> T beside(Rounds.Side<T> side) throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        Thread thread = Thread.ofPlatform().name("thrasher").start(() -> thrash(enough));
        try {
            return side.round();
        } finally {
            enough.set(true);
            thread.join();
            rig.manager().awaitIdle();
        }
    }

    private void thrash(AtomicBoolean enough) {
        try {
            while (true) {
                for (BufferHandle handle : handles) {
                    if (enough.get()) {
                        return;
                    }
                    client.submit(Work.launch(rig.empty()).updates(handle)).orThrow();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
