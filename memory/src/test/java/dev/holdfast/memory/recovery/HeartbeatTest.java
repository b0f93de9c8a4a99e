package dev.holdfast.memory.recovery;

import static dev.holdfast.device.QueueKind.COMPUTE;
import static dev.holdfast.device.QueueKind.COPY_IN;
import static dev.holdfast.device.QueueKind.COPY_OUT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Queues that have nothing to do are asked whether they are there.
class HeartbeatTest {
    private static final List<Command> MARKER = List.of(new Command.Marker());

    private final RecoveryRig rig = new RecoveryRig(Duration.ofSeconds(1), Duration.ofSeconds(10));

    @Test
    @Scenario(value = "6", breaks = "a queue that died while it was idle is found by who needs it")
    void aQueueThatDoesNotAnswerIsCapturedAsSuchAndReset() {
        rig.beat(true);
        rig.seconds(9.9);
        assertEquals(List.of(), rig.device.held(COMPUTE));
        rig.seconds(0.1);
        for (QueueKind queue : QueueKind.values()) {
            assertEquals(MARKER, rig.device.held(queue));
        }
        rig.device.complete(COPY_IN);
        rig.device.complete(COPY_OUT);
        rig.seconds(1);
        assertEquals(List.of("capture HEARTBEAT of 2", "reset COMPUTE"), rig.log);
    }

    @Test
    void whoAnswersIsAskedAgainAfterAsLong() {
        rig.beat(true);
        for (int i = 0; i < 5; i++) {
            rig.seconds(9.999);
            assertEquals(List.of(), rig.device.held(COMPUTE));
            rig.seconds(0.001);
            rig.device.completeAll();
        }
        assertEquals(List.of(), rig.log);
    }

    @Test
    void aBusyQueueIsNotAskedAndItsRestBeginsWhenItHasNothing() {
        rig.beat(true);
        rig.seconds(5);
        rig.compute(1);
        rig.device.complete(COMPUTE);
        rig.seconds(5);
        assertEquals(List.of(), rig.device.held(COMPUTE));
        assertEquals(MARKER, rig.device.held(COPY_IN));
        rig.device.completeAll();
        rig.seconds(4.9);
        assertEquals(List.of(), rig.device.held(COMPUTE));
        rig.seconds(0.1);
        assertEquals(MARKER, rig.device.held(COMPUTE));
    }

    @Test
    void nobodyIsAskedWhileNobodyIsThere() {
        rig.seconds(100);
        assertEquals(0, rig.workers.alarms());
        rig.beat(true);
        rig.seconds(5);
        rig.beat(false);
        rig.workers.runUntilIdle();
        assertEquals(0, rig.workers.alarms());
        rig.seconds(100);
        assertEquals(List.of(), rig.device.held(COMPUTE));
        rig.beat(true);
        rig.seconds(9.9);
        assertEquals(List.of(), rig.device.held(COMPUTE), "its rest begins anew");
    }

    @Test
    void whereCommandsHaveNoLimitABeatHasOne() {
        RecoveryRig unlimited = new RecoveryRig(Duration.ZERO, Duration.ofSeconds(10));
        unlimited.beat(true);
        unlimited.seconds(10);
        unlimited.device.complete(COPY_IN);
        unlimited.device.complete(COPY_OUT);
        unlimited.seconds(10);
        assertEquals(List.of("capture HEARTBEAT of 2", "reset COMPUTE"), unlimited.log);
    }

    @Test
    void withoutABeatThereIsNoAlarm() {
        RecoveryRig off = RecoveryRig.ofASecond();
        off.beat(true);
        off.seconds(100);
        assertEquals(0, off.workers.alarms());
    }
}
