package dev.holdfast.memory.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.QueueKind;
import dev.holdfast.memory.recorder.Counters;
import org.junit.jupiter.api.Test;

class RigTest {
    @Test
    void nothingHappensBeforeTheTestSaysSo() throws Exception {
        try (var rig = new Rig(64 << 10, 256 << 10)) {
            var client = rig.manager().client("a");
            var buffer = client.create("weights", 4096);
            var written = rig.submit(buffer, rig.write(buffer, 7));
            assertFalse(written.isSettled());
            rig.complete(QueueKind.COMPUTE);
            assertTrue(written.isSettled());
            assertEquals(7, rig.firstWord(buffer));
        }
    }

    @Test
    void aWorkingSetLargerThanTheDeviceKeepsItsWords() throws Exception {
        try (var rig = new Rig(64 << 10, 256 << 10)) {
            var client = rig.manager().client("a");
            var first = client.create("first", 40 << 10);
            var second = client.create("second", 40 << 10);
            rig.submit(first, rig.write(first, 100));
            rig.submit(second, rig.write(second, 200));
            var one = rig.submit(first, rig.check(first, 100));
            var two = rig.submit(second, rig.bump(second, 200));
            rig.settle();
            one.status().orThrow();
            two.status().orThrow();
            assertEquals(3, rig.count(Counters.Counter.EVICTIONS));
            assertEquals(201, rig.firstWord(second));
        }
    }
}
