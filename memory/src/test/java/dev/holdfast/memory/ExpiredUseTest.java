package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.testing.Adopted;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Uses that are not ended in time: what they keep, for how long, and how much that can be.
class ExpiredUseTest {
    private static final int KIB = 1 << 10;

    private static Rig flat() {
        return Rig.patient(
                ManualDevice.flat(64 * KIB, 256 * KIB, 32 * KIB, 512),
                MemoryOptions.defaults().withCleanShare(0));
    }

    private static Rig paged() {
        return Rig.patient(
                new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB),
                MemoryOptions.defaults().withCleanShare(0));
    }

    private static Work reading(BufferHandle handle) {
        return Work.outside("mine").reads(handle).timeLimit(Duration.ofMillis(50));
    }

    private static BufferHandle written(Rig rig, Client client, long sizeBytes, long value) {
        BufferHandle handle = client.create("object", sizeBytes);
        Fence fence = rig.submit(handle, rig.write(handle, value));
        rig.settle();
        assertTrue(fence.isSettled());
        return handle;
    }

    private static void expire(Rig rig) {
        rig.workers().advance(51_000_000);
        rig.settle();
    }

    private static long quarantined(Rig rig) {
        return rig.manager().deviceUsage().quarantinedBytes();
    }

    /// Adopted memory counts as none of the device's; the uses of it count all the same.
    @Test
    void usesOfNothingButAdoptedMemoryEndOneByOne() throws Exception {
        try (var rig = paged()) {
            Client client = rig.manager().client("lender");
            BufferHandle handle = Adopted.by(rig.device(), 16 * KIB, 1).as(client, "his");
            Use first = client.use(reading(handle)).orThrow();
            Use second = client.use(reading(handle)).orThrow();
            first.close();
            rig.settle();
            second.close();
            rig.settle();
            assertTrue(handle.idle().isSettled());
            Use another = client.use(reading(handle)).orThrow();
            another.close();
        }
    }

    /// Breaks if what an expired use keeps does not come back when it is closed at last.
    @Test
    void spaceComesBackWhenTheUseIsClosedAfterAll() throws Exception {
        for (Rig each : List.of(flat(), paged())) {
            try (var rig = each) {
                Client careless = rig.manager().client("careless");
                for (int round = 0; round < 16; round++) {
                    BufferHandle mine = written(rig, careless, 16 * KIB, round);
                    Use use = careless.use(reading(mine)).orThrow();
                    expire(rig);
                    mine.close();
                    rig.settle();
                    assertEquals(16 * KIB, quarantined(rig));
                    use.close();
                    rig.settle();
                    assertEquals(0, quarantined(rig));
                }
                Client neighbour = rig.manager().client("neighbour");
                BufferHandle all = neighbour.create("all", 32 * KIB);
                BufferHandle rest = neighbour.create("rest", 32 * KIB);
                Fence both = rig.submit(all, rig.write(all, 1));
                Fence other = rig.submit(rest, rig.write(rest, 2));
                rig.settle();
                both.status().orThrow();
                other.status().orThrow();
            }
        }
    }

    /// Breaks if space comes back when the use is closed, and not when what it was closed with
    /// settles.
    @Test
    void spaceComesBackWhenTheFenceOfTheUserSettles() throws Exception {
        try (var rig = flat()) {
            Client careless = rig.manager().client("careless");
            BufferHandle mine = written(rig, careless, 16 * KIB, 1);
            Use use = careless.use(reading(mine)).orThrow();
            var done = new SettableFence();
            use.close(done);
            expire(rig);
            mine.close();
            rig.settle();
            assertEquals(16 * KIB, quarantined(rig), "its commands are under way still");
            done.fail(Fault.of(FaultKind.KERNEL_FAILED, "mine broke"));
            rig.settle();
            assertEquals(0, quarantined(rig), "however they have ended");
        }
    }

    /// Breaks if an object that was only read cannot leave its place for good, or its address is
    /// withheld for good.
    @Test
    void whatWasReadGoesOnAndIsAVictimAgain() throws Exception {
        for (Rig each : List.of(flat(), paged())) {
            try (var rig = each) {
                Client careless = rig.manager().client("careless");
                BufferHandle mine = written(rig, careless, 32 * KIB, 100);
                Use use = careless.use(reading(mine)).orThrow();
                expire(rig);
                use.close();
                rig.settle();
                for (int i = 0; i < 3; i++) {
                    BufferHandle other = written(rig, careless, 32 * KIB, 200);
                    Fence checked = rig.submit(other, rig.check(other, 200));
                    Fence intact = rig.submit(mine, rig.check(mine, 100));
                    rig.settle();
                    checked.status().orThrow();
                    intact.status().orThrow();
                    other.close();
                }
                assertEquals(0, quarantined(rig));
            }
        }
    }

    /// Breaks if content that an expired use was to write counts as right when it ends after all.
    @Test
    void whatItWasToWriteStaysLost() throws Exception {
        try (var rig = flat()) {
            Client careless = rig.manager().client("careless");
            BufferHandle mine = written(rig, careless, 16 * KIB, 1);
            Work work = Work.outside("mine").updates(mine).timeLimit(Duration.ofMillis(50));
            Use use = careless.use(work).orThrow();
            expire(rig);
            use.close();
            rig.settle();
            var refused =
                    assertInstanceOf(
                            dev.holdfast.memory.work.SubmitOutcome.Refused.class,
                            careless.trySubmit(rig.check(mine, 1)));
            assertInstanceOf(Refusal.ContentFault.class, refused.reason());
            Fence again = rig.submit(mine, rig.write(mine, 7));
            rig.settle();
            again.status().orThrow();
            assertEquals(7, rig.firstWord(mine));
        }
    }

    /// Breaks if a client that leaves uses behind is given more of them.
    @Test
    void aClientWithAnExpiredUseGetsNoOtherBeforeItHasEnded() throws Exception {
        try (var rig = flat()) {
            Client careless = rig.manager().client("careless");
            BufferHandle mine = written(rig, careless, 8 * KIB, 1);
            BufferHandle more = written(rig, careless, 8 * KIB, 2);
            Use use = careless.use(reading(mine)).orThrow();
            expire(rig);
            Refusal refusal = refusal(careless.use(reading(more)));
            assertEquals(new Refusal.UseExpired("mine", 8 * KIB), refusal);
            assertTrue(refusal.message().contains("close it"), refusal.message());
            Client neighbour = rig.manager().client("neighbour");
            BufferHandle theirs = written(rig, neighbour, 8 * KIB, 3);
            neighbour.use(reading(theirs)).orThrow().close();
            use.close();
            rig.settle();
            careless.use(reading(more)).orThrow().close();
        }
    }

    private static Refusal refusal(UseOutcome outcome) {
        return assertInstanceOf(UseOutcome.Refused.class, outcome).reason();
    }

    /// Breaks if whoever ends his uses in time may have no more than half of device memory in them.
    @Test
    void usesInTimeMayHaveMoreThanHalfOfDeviceMemory() throws Exception {
        try (var rig = flat()) {
            Client client = rig.manager().client("client");
            List<Use> uses = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                uses.add(client.use(reading(written(rig, client, 8 * KIB, i))).orThrow());
            }
            uses.forEach(Use::close);
        }
    }

    /// Breaks if an object that several uses have counts more than once.
    @Test
    void anObjectOfSeveralUsesCountsOnce() throws Exception {
        try (var rig = flat()) {
            Client careless = rig.manager().client("careless");
            Use late = careless.use(reading(written(rig, careless, 8 * KIB, 1))).orThrow();
            expire(rig);
            Client neighbour = rig.manager().client("neighbour");
            BufferHandle same = written(rig, neighbour, 24 * KIB, 2);
            Use first = neighbour.use(reading(same)).orThrow();
            Use second = neighbour.use(reading(same)).orThrow();
            UseOutcome tooMuch = neighbour.use(reading(written(rig, neighbour, 8 * KIB, 3)));
            first.close();
            second.close();
            late.close();
            assertEquals(new Refusal.TooMuchInUse(8 * KIB, 32 * KIB, 32 * KIB), refusal(tooMuch));
        }
    }

    /// Breaks if clients whose uses are in time go on using more while other uses are late.
    @Test
    void whileAUseIsLateAllHaveHalfTogether() throws Exception {
        try (var rig = flat()) {
            Client careless = rig.manager().client("careless");
            BufferHandle mine = written(rig, careless, 24 * KIB, 1);
            Use late = careless.use(reading(mine)).orThrow();
            expire(rig);
            Client neighbour = rig.manager().client("neighbour");
            BufferHandle some = written(rig, neighbour, 8 * KIB, 2);
            BufferHandle more = written(rig, neighbour, 8 * KIB, 3);
            UseOutcome fits = neighbour.use(reading(some));
            UseOutcome tooMuch = neighbour.use(reading(more));
            late.close();
            rig.settle();
            UseOutcome then = neighbour.use(reading(more));
            fits.orThrow().close();
            then.orThrow().close();
            assertEquals(new Refusal.TooMuchInUse(8 * KIB, 32 * KIB, 32 * KIB), refusal(tooMuch));
        }
    }

    /// Breaks if a use that never began is counted for good.
    @Test
    void aUseThatNeverBeganCountsNoMore() throws Exception {
        try (var rig = flat()) {
            Client client = rig.manager().client("client");
            BufferHandle lost = written(rig, client, 32 * KIB, 1);
            for (int i = 0; i < 3; i++) {
                var failed = Fence.failed(Fault.of(FaultKind.FOREIGN_FAILED, "no"));
                assertInstanceOf(Refusal.class, refusal(client.use(reading(lost).after(failed))));
                rig.settle();
            }
            BufferHandle other = written(rig, client, 32 * KIB, 2);
            client.use(reading(other)).orThrow().close();
        }
    }
}
