package dev.holdfast.memory.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Commands that may be handed over, and whose turn it is: urgent ones first, then the clients that
/// have any in rotation, each with its oldest. Under the ledger.
///
/// So nobody overtakes anybody twice: a client's oldest goes after at most one of every other
/// client that had something ready before it. [#overtaken] holds that against what really went.
final class ReadyCommands {
    private static final Comparator<ScheduledCommand> OLDEST_FIRST =
            Comparator.comparingLong(command -> command.order().sequence());

    private final PriorityQueue<ScheduledCommand> urgent = new PriorityQueue<>(OLDEST_FIRST);
    private final Map<Long, Own> byClient = new HashMap<>();
    private final ArrayDeque<Long> turns = new ArrayDeque<>();

    // an empty one, for the next client that has something ready
    private @Nullable Own spare;

    // how many have gone in rotation
    private long gone;

    /// What one client has ready, and how many may have gone before its oldest does.
    private static final class Own {
        private final PriorityQueue<ScheduledCommand> commands = new PriorityQueue<>(OLDEST_FIRST);
        private long latest;
    }

    void add(ScheduledCommand command) {
        if (command.order().urgent()) {
            urgent.add(command);
            return;
        }
        long clientId = command.order().clientId();
        Own own = byClient.get(clientId);
        if (own == null) {
            own = spare != null ? spare : new Own();
            spare = null;
            own.latest = gone + byClient.size();
            byClient.put(clientId, own);
            turns.addLast(clientId);
        }
        own.commands.add(command);
    }

    /// Whose turn it is.
    @Nullable ScheduledCommand peek() {
        ScheduledCommand next = urgent.peek();
        Long clientId = turns.peekFirst();
        if (next != null || clientId == null) {
            return next;
        }
        return java.util.Objects.requireNonNull(byClient.get(clientId)).commands.peek();
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
        Own own = java.util.Objects.requireNonNull(byClient.get(clientId));
        next = own.commands.poll();
        gone++;
        if (own.commands.isEmpty()) {
            byClient.remove(clientId);
            spare = own;
        } else {
            own.latest = gone + byClient.size() - 1;
            turns.addLast(clientId);
        }
        return next;
    }

    boolean isEmpty() {
        return urgent.isEmpty() && turns.isEmpty();
    }

    /// The clients whose oldest command has been overtaken by more than one of another client's.
    List<Long> overtaken() {
        List<Long> clients = new ArrayList<>();
        byClient.forEach((clientId, own) -> {
            if (gone > own.latest) {
                clients.add(clientId);
            }
        });
        return clients;
    }
}
