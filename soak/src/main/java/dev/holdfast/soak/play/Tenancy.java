package dev.holdfast.soak.play;

import dev.holdfast.memory.Client;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// One life of a lane as a client of the manager. Everything here is the lane's alone, but for the
/// flag.
final class Tenancy {
    final Client client;
    final List<Right> own = new ArrayList<>();
    final List<Right> borrowed = new ArrayList<>();
    final Deque<Right> freeReports = new ArrayDeque<>();

    private volatile boolean closed;

    Tenancy(Client client) {
        this.client = client;
    }

    /// Before its client is closed: what it has in flight may be cancelled from now on.
    void closing() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }
}
