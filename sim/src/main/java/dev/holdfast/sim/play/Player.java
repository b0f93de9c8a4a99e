package dev.holdfast.sim.play;

import dev.holdfast.memory.Client;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// A client, and what it has.
final class Player {
    final int id;
    final Client client;

    /// Its handles that are open.
    final List<Right> rights = new ArrayList<>();

    /// Work of its that was accepted and has not settled.
    int unsettled;

    /// Those of them that were not placed yet, in order.
    final ArrayDeque<WorkTruth> deferred = new ArrayDeque<>();

    /// How often the device was told to take a launch of its, and did.
    long taken;

    /// Calls of its that submit and have not returned.
    int asking;

    /// Uses of its own that it no longer waits for: nobody is told when they end.
    int left;

    boolean closed;

    Player(int id, Client client) {
        this.id = id;
        this.client = client;
    }

    /// How much of its may be in flight, while it asks for one more.
    int inFlight() {
        return unsettled + left + asking - 1;
    }

    @Override
    public String toString() {
        return client.name();
    }
}
