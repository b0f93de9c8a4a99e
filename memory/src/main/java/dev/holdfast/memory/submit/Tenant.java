package dev.holdfast.memory.submit;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.binding.ClientSpace;
import dev.holdfast.memory.ledger.Ledger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is known of a client. Under the ledger.
public final class Tenant {
    private final Ledger ledger;
    private final long id;
    private final String name;
    private final ClientSpace space;
    private final int window;
    private final Set<Submission> inFlight = new LinkedHashSet<>();
    private final ArrayDeque<Deferred> deferred = new ArrayDeque<>();
    private boolean closed;
    private long guilty;

    /// A client with at most `window` submissions in flight.
    public Tenant(Ledger ledger, long id, String name, ClientSpace space, int window) {
        this.ledger = ledger;
        this.id = id;
        this.name = name;
        this.space = space;
        this.window = window;
    }

    /// Its number, unique in its manager.
    public long id() {
        return id;
    }

    /// Its name.
    public String name() {
        return name;
    }

    /// Its device addresses.
    public ClientSpace space() {
        return space;
    }

    /// True once it is closed.
    public boolean isClosed() {
        return closed;
    }

    /// How often a command of its was taken from the device by force.
    public long guilty() {
        return guilty;
    }

    /// A command of its was taken from the device by force.
    public void blame() {
        guilty++;
    }

    /// True if it has as much in flight as it may.
    public boolean isFull() {
        return inFlight.size() + deferred.size() >= window;
    }

    /// The fence of what it has had in flight for longest.
    public Fence oldest() {
        return inFlight.isEmpty()
                ? deferred.getFirst().promise()
                : inFlight.iterator().next().fence();
    }

    /// True if nothing of it is in flight.
    public boolean isIdle() {
        return inFlight.isEmpty() && deferred.isEmpty();
    }

    /// Fences of what is in flight, at most so many, oldest first.
    public List<Fence> fences(int most) {
        List<Fence> fences = new ArrayList<>();
        for (Submission submission : inFlight) {
            if (fences.size() == most) {
                return fences;
            }
            fences.add(submission.fence());
        }
        for (Deferred waiting : deferred) {
            if (fences.size() == most) {
                return fences;
            }
            fences.add(waiting.promise());
        }
        return fences;
    }

    /// What of it is in flight, oldest first. Under the ledger.
    public Collection<Submission> inFlight() {
        return Collections.unmodifiableCollection(inFlight);
    }

    void placed(Submission submission) {
        inFlight.add(submission);
    }

    void retired(Submission submission) {
        inFlight.remove(submission);
    }

    ArrayDeque<Deferred> deferred() {
        return deferred;
    }

    /// Takes every launch back that is not with the device yet, and accepts no more. Everything in
    /// flight still settles, in its place.
    public void close() {
        ledger.requireHeld();
        closed = true;
        Fault reason = Fault.of(FaultKind.CANCELLED, "client \"" + name + "\" was closed");
        inFlight.forEach(submission -> submission.cancel(reason));
        for (Deferred waiting : deferred) {
            waiting.giveUp(ledger, reason);
        }
        deferred.clear();
    }
}
