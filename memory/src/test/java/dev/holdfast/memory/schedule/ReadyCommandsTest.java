package dev.holdfast.memory.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whose turn it is.
final class ReadyCommandsTest {
    private final ScheduleRig rig = new ScheduleRig();
    private final ReadyCommands ready = new ReadyCommands();

    private ReadyCommandsTest add(long client, int sequence, boolean urgent) {
        Lane lane =
                new Lane(
                        rig.ledger,
                        rig.schedule,
                        rig.device.queue(QueueKind.COMPUTE),
                        Depth.fixed(1));
        var order = new ScheduledCommand.Order(client, sequence, urgent);
        ready.add(
                new ScheduledCommand(
                        lane, ScheduleRig.numbered(1), order, List.of(), FailureListener.NONE, 0));
        return this;
    }

    private List<Long> turns() {
        List<Long> sequence = new ArrayList<>();
        while (!ready.isEmpty()) {
            sequence.add(ready.poll().order().sequence());
            assertEquals(List.of(), ready.overtaken());
        }
        assertNull(ready.poll());
        return sequence;
    }

    @Test
    void clientsTakeTurnsHoweverMuchOneOfThemHas() {
        add(1, 10, false).add(1, 11, false).add(1, 12, false);
        add(2, 20, false).add(3, 30, false).add(2, 21, false);
        assertEquals(List.of(10L, 20L, 30L, 11L, 21L, 12L), turns());
    }

    @Test
    void ofOneClientTheOldestGoesFirstHoweverTheyBecameReady() {
        add(1, 12, false).add(1, 10, false).add(1, 11, false);
        assertEquals(List.of(10L, 11L, 12L), turns());
    }

    @Test
    void urgentOnesGoBeforeAllOthersOldestFirst() {
        add(1, 1, false).add(2, 9, true).add(3, 8, true);
        assertEquals(List.of(8L, 9L, 1L), turns());
    }

    @Test
    void aClientThatComesBackGoesToTheEnd() {
        add(1, 10, false).add(2, 20, false);
        assertEquals(10L, ready.poll().order().sequence());
        add(1, 11, false);
        assertEquals(List.of(20L, 11L), turns());
        assertTrue(ready.isEmpty());
    }
}
