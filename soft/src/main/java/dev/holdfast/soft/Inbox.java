package dev.holdfast.soft;

import dev.holdfast.device.Command;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The tickets of a queue in hand-over order: any thread adds, one thread at a time takes. Linked
/// through the tickets themselves, one exchange an addition. Between that exchange and the link a
/// ticket is in the order but cannot be seen yet, so [#poll] may answer null for a moment although
/// something was added; who counts additions knows better and asks again.
///
/// Algorithm: Dmitry Vyukov's queue for many producers and one consumer.
final class Inbox {
    private static final VarHandle TAIL;

    static {
        try {
            TAIL = MethodHandles.lookup().findVarHandle(Inbox.class, "tail", Ticket.class);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    // owned by whoever takes: a ticket that is done with, whose next is the first one waiting
    private Ticket head = new Ticket(new Command.Marker(), fault -> {}, 0);

    @SuppressWarnings("unused") // by TAIL
    private Ticket tail = head;

    /// Adds at the end.
    void add(Ticket ticket) {
        Ticket before = (Ticket) TAIL.getAndSet(this, ticket);
        before.link(ticket);
    }

    /// Takes the first, if there is one to be seen.
    @Nullable Ticket poll() {
        Ticket first = head.next();
        if (first != null) {
            head = first;
        }
        return first;
    }
}
