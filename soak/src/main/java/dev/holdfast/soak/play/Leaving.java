package dev.holdfast.soak.play;

import java.util.ArrayList;
import java.util.List;

/// Closes a lane's client, with everything under way, and what it leaves behind at the end.
final class Leaving {
    private final Lane lane;
    private final Stage stage;
    private final Owning owning;
    private final HostSide host;
    private final Launching launching;

    Leaving(Lane lane, Owning owning, HostSide host, Launching launching) {
        this.lane = lane;
        this.stage = lane.stage;
        this.owning = owning;
        this.host = host;
        this.launching = launching;
    }

    /// Closes the client in the middle of everything, and comes back as another.
    void depart() throws InterruptedException {
        if (lane.random.nextBoolean()) {
            host.unmapAll();
            host.unpinAll();
        }
        close(true);
        launching.collectAll();
        stage.tally.count(Count.DEPARTURES);
    }

    /// Ends everything and waits for it.
    void finish() throws InterruptedException {
        launching.collectAll();
        host.unmapAll();
        host.unpinAll();
        close(false);
    }

    private void close(boolean again) {
        Tenancy leaving = lane.tenancy();
        List<SoakObject> objects = new ArrayList<>();
        leaving.own.forEach(right -> objects.add(right.object()));
        try (var _ = Held.of(objects)) {
            lane.clientLock.lock();
            try {
                leaving.own.forEach(owning::bury);
                leaving.closing();
                leaving.client.close();
                objects.forEach(object -> object.closed = true);
                // what was granted to the client that is gone is gone with it
                lane.inbox.clear();
                if (again) {
                    lane.enter(new Tenancy(stage.manager.client("lane-" + lane.index)));
                }
            } finally {
                lane.clientLock.unlock();
            }
        }
    }
}
