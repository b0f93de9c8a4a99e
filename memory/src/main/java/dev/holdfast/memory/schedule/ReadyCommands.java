package dev.holdfast.memory.schedule;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Commands that may be handed over, and whose turn it is: urgent ones first, then the clients that
/// have any in rotation, each with its oldest. Under the ledger.
final class ReadyCommands {
    private static final Comparator<ScheduledCommand> OLDEST_FIRST =
            Comparator.comparingLong(command -> command.order().sequence());

    private final PriorityQueue<ScheduledCommand> urgent = new PriorityQueue<>(OLDEST_FIRST);
    private final Map<Long, PriorityQueue<ScheduledCommand>> byClient = new HashMap<>();
    private final ArrayDeque<Long> turns = new ArrayDeque<>();

    // an empty one, for the next client that has something ready
    private @Nullable PriorityQueue<ScheduledCommand> spare;

    void add(ScheduledCommand command) {
        if (command.order().urgent()) {
            urgent.add(command);
            return;
        }
        long clientId = command.order().clientId();
        PriorityQueue<ScheduledCommand> own = byClient.get(clientId);
        if (own == null) {
            own = spare != null ? spare : new PriorityQueue<>(OLDEST_FIRST);
            spare = null;
            byClient.put(clientId, own);
            turns.addLast(clientId);
        }
        own.add(command);
    }

    @Nullable ScheduledCommand poll() {
        ScheduledCommand next = urgent.poll();
        if (next != null) {
            return next;
        }
        Long clientId = turns.pollFirst();
        if (clientId == null) {
            return null;
        }
        PriorityQueue<ScheduledCommand> own =
                java.util.Objects.requireNonNull(byClient.get(clientId));
        next = own.poll();
        if (own.isEmpty()) {
            byClient.remove(clientId);
            spare = own;
        } else {
            turns.addLast(clientId);
        }
        return next;
    }

    boolean isEmpty() {
        return urgent.isEmpty() && turns.isEmpty();
    }
}
