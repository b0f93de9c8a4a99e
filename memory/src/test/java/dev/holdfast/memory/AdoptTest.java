package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.Adopted;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.RefusedException;
import dev.holdfast.memory.work.SubmitOutcome;
import dev.holdfast.memory.work.SuspendOutcome;
import dev.holdfast.testing.Threads;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Memory of a caller's own as an object: it works like any other, and stays where it is.
final class AdoptTest {
    private static final int KIB = 1 << 10;

    /// A rig whose memory is full of somebody else's bytes.
    private static Rig rig(boolean paged) {
        ManualDevice device =
                paged
                        ? ManualDevice.poisoned(64 * KIB, 256 * KIB, 64 * KIB)
                        : ManualDevice.flat(64 * KIB, 256 * KIB, 32 * KIB, 512);
        return Rig.patient(device, MemoryOptions.defaults().withCleanShare(0));
    }

    private static Rig rig() {
        return rig(true);
    }

    private static Refusal refusalOf(Client client, Work work) {
        return assertInstanceOf(SubmitOutcome.Refused.class, client.trySubmit(work)).reason();
    }

    private static void wellDone(Rig rig, Fence... fences) throws Exception {
        rig.settle();
        for (Fence fence : fences) {
            fence.status().orThrow();
        }
    }

    private static HeapRange placeOf(BufferHandle handle) throws Exception {
        try (Use use = handle.client().use(Work.outside("look").reads(handle)).orThrow()) {
            return use.ranges(handle).getFirst();
        }
    }

    /// Breaks if its content is not taken as it is, or if kernels are given anything else.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void kernelsReadAndWriteTheVeryBytes(boolean paged) throws Exception {
        try (var rig = rig(paged)) {
            Client client = rig.manager().client("a");
            Adopted adopted = Adopted.by(rig.device(), 16 * KIB, 100);
            BufferHandle handle = adopted.as(client, "his");
            wellDone(
                    rig,
                    rig.submit(handle, rig.check(handle, 100)),
                    rig.submit(handle, rig.bump(handle, 100)));
            assertEquals(101, adopted.word(0));
            wellDone(rig, rig.submit(handle, rig.write(handle, 500)));
            assertEquals(501, adopted.word(1));
            assertEquals(adopted.memory().range(), placeOf(handle));
            assertEquals(16 * KIB, rig.manager().adoptedBytes());
            assertEquals(1, rig.count(Counter.ADOPTIONS));
            assertEquals(64 * KIB, rig.manager().deviceUsage().freeBytes(), "none of ours");
            assertEquals(256 * KIB, rig.manager().hostUsage().freeBytes());
            assertEquals(0, rig.count(Counter.BYTES_TO_DEVICE) + rig.count(Counter.BYTES_CLEARED));
        }
    }

    /// Breaks if an adopted object counts against device memory, or is asked to make room in it.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itIsNeverAVictimAndTakesNoRoom(boolean paged) throws Exception {
        try (var rig = rig(paged)) {
            Client client = rig.manager().client("a");
            Adopted adopted = Adopted.by(rig.device(), 128 * KIB, 100);
            BufferHandle handle = adopted.as(client, "his");
            List<BufferHandle> others = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                others.add(client.create("other " + i, 32 * KIB));
            }
            List<Fence> fences = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (BufferHandle other : others) {
                    Work work = rig.write(other, round);
                    fences.add(rig.submit(other, work.reads(handle)));
                }
            }
            Work all = Work.launch(rig.kernel()).updates(handle);
            fences.add(rig.submit(handle, all.reads(others.get(0)).reads(others.get(1))));
            wellDone(rig, fences.toArray(Fence[]::new));
            assertTrue(rig.count(Counter.EVICTIONS) > 0, "there was pressure");
            assertEquals(adopted.memory().range(), placeOf(handle));
            wellDone(rig, rig.submit(handle, rig.check(handle, 100)));
            assertEquals(100, adopted.word(0));
        }
    }

    /// Breaks if what is copied from memory without slack leaves others' bytes behind it, or if the
    /// host keeps a copy that the caller's own commands make stale.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMappingForReadingShowsTheBytesAndCostsHostMemoryWhileItLasts(boolean paged)
            throws Exception {
        try (var rig = rig(paged)) {
            Client client = rig.manager().client("a");
            Adopted adopted = Adopted.by(rig.device(), 1000, 100);
            BufferHandle handle = adopted.as(client, "his");
            try (var first = handle.map(Access.READ).orThrow();
                    var second = handle.map(Access.READ).orThrow()) {
                assertEquals(1000, first.segment().byteSize());
                assertEquals(100 + 124, second.segment().getAtIndex(ValueLayout.JAVA_LONG, 124));
                assertTrue(rig.manager().hostUsage().freeBytes() < 256 * KIB);
                var slack = rig.device().peek(new HeapRange(1, 1000, 24));
                assertTrue(slack.toArray(ValueLayout.JAVA_BYTE)[23] == 0, "P3: no foreign bytes");
                wellDone(rig, rig.submit(handle, rig.check(handle, 100)));
                assertInstanceOf(Refusal.Mapped.class, refusalOf(client, rig.write(handle, 1)));
            }
            assertEquals(256 * KIB, rig.manager().hostUsage().freeBytes());
            adopted.own().setAtIndex(ValueLayout.JAVA_LONG, 0, 7);
            assertEquals(7, rig.firstWord(handle), "his own commands are not ours to know");
        }
    }

    /// Breaks if what is written by the host does not come to the memory, or comes too late for
    /// those behind.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsWrittenThroughAMappingIsThereForThoseBehind(boolean paged) throws Exception {
        try (var rig = rig(paged)) {
            Client client = rig.manager().client("a");
            Adopted adopted = Adopted.by(rig.device(), 1000, 100);
            BufferHandle handle = adopted.as(client, "his");
            wellDone(rig, rig.submit(handle, rig.bump(handle, 100)));
            for (Access access : List.of(Access.READ_WRITE, Access.OVERWRITE)) {
                long before = adopted.word(0);
                try (var mapping = handle.map(access).orThrow()) {
                    if (access.reads()) {
                        assertEquals(
                                before, mapping.segment().getAtIndex(ValueLayout.JAVA_LONG, 0));
                    }
                    for (long i = 0; i < 125; i++) {
                        mapping.segment().setAtIndex(ValueLayout.JAVA_LONG, i, before + 1000 + i);
                    }
                    assertEquals(before, adopted.word(0), "not before the mapping is closed");
                }
                Fence behind = rig.submit(handle, rig.check(handle, before + 1000));
                wellDone(rig, behind);
                assertEquals(before + 1000 + 124, adopted.word(124));
                assertEquals(256 * KIB, rig.manager().hostUsage().freeBytes());
            }
        }
    }

    /// Breaks if a mapping that does not come about costs the content of the only place there is.
    @Test
    void aMappingThatFailsLeavesTheContentAlone() throws Exception {
        try (var rig = rig()) {
            Client client = rig.manager().client("a");
            Adopted adopted = Adopted.by(rig.device(), 1 * KIB, 100);
            BufferHandle handle = adopted.as(client, "his");
            for (Access access : List.of(Access.READ_WRITE, Access.OVERWRITE)) {
                rig.device().hide(true);
                rig.failing(true);
                var outcome = assertInstanceOf(MapOutcome.Refused.class, handle.map(access));
                assertInstanceOf(Refusal.ContentFault.class, outcome.reason());
                rig.failing(false);
                rig.device().hide(false);
            }
            assertEquals(256 * KIB, rig.manager().hostUsage().freeBytes());
            wellDone(rig, rig.submit(handle, rig.bump(handle, 100)));
            assertEquals(101, adopted.word(0));
        }
    }

    /// Breaks if content that did not come back is read, or if an object without content is brought
    /// into other memory to be overwritten.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatDidNotComeBackIsLostByNameAndOverwrittenInPlace(boolean paged) throws Exception {
        try (var rig = rig(paged)) {
            Client client = rig.manager().client("a");
            Adopted adopted = Adopted.by(rig.device(), 1 * KIB, 100);
            BufferHandle handle = adopted.as(client, "his");
            try (var mapping = handle.map(Access.OVERWRITE).orThrow()) {
                mapping.segment().fill((byte) 1);
                rig.device().hide(true);
                rig.failing(true);
            }
            rig.settle();
            var fault =
                    assertInstanceOf(
                            Refusal.ContentFault.class, refusalOf(client, rig.check(handle, 1)));
            assertEquals(FaultKind.CONTENT_LOST, fault.fault().kind());
            rig.failing(false);
            wellDone(
                    rig,
                    rig.submit(handle, rig.write(handle, 300)),
                    rig.submit(handle, rig.check(handle, 300)));
            assertEquals(301, adopted.word(1));
            assertEquals(adopted.memory().range(), placeOf(handle));
            assertEquals(1, rig.count(Counter.REVIVALS));
            assertEquals(64 * KIB, rig.manager().deviceUsage().freeBytes());
        }
    }

    @Test
    void othersUseWhatWasGranted() throws Exception {
        try (var rig = rig()) {
            Client owner = rig.manager().client("a");
            Client other = rig.manager().client("b");
            Adopted adopted = Adopted.by(rig.device(), 4 * KIB, 100);
            BufferHandle handle = adopted.as(owner, "his");
            BufferHandle granted = handle.grantTo(other, Access.READ);
            Fence reader = rig.submit(granted, rig.check(granted, 100));
            assertInstanceOf(Refusal.NotGranted.class, refusalOf(other, rig.write(granted, 1)));
            handle.close();
            assertEquals(0, adopted.released(), "the reader has not begun");
            wellDone(rig, reader);
            assertEquals(1, adopted.released());
            assertInstanceOf(Refusal.Revoked.class, refusalOf(other, rig.check(granted, 100)));
        }
    }

    @Test
    void nobodyWritesWhatIsReadOnly() throws Exception {
        try (var rig = rig()) {
            Client client = rig.manager().client("a");
            Adopted adopted = Adopted.by(rig.device(), 4 * KIB, 100, false);
            BufferHandle handle = adopted.as(client, "his");
            assertInstanceOf(Refusal.NotGranted.class, refusalOf(client, rig.write(handle, 1)));
            assertInstanceOf(MapOutcome.Refused.class, handle.map(Access.OVERWRITE));
            wellDone(rig, rig.submit(handle, rig.check(handle, 100)));
        }
    }

    /// Breaks if a manager leaves a device on which somebody's memory is an object.
    @Test
    void whatCannotMoveKeepsTheManagerWhereItIs() throws Exception {
        try (var rig = rig()) {
            Client client = rig.manager().client("a");
            Adopted adopted = Adopted.by(rig.device(), 4 * KIB, 100);
            BufferHandle handle = adopted.as(client, "his");
            var refused = assertInstanceOf(SuspendOutcome.Refused.class, rig.suspend());
            assertEquals(new SuspendOutcome.Reason.Adopted("\"his\" (4 KiB)"), refused.reason());
            assertTrue(refused.reason().message().contains("cannot move"));
            wellDone(rig, rig.submit(handle, rig.bump(handle, 100)));
            handle.close();
            rig.suspend().orThrow();
            assertEquals(1, adopted.released());
            Adopted late = Adopted.by(rig.device(), 4 * KIB, 100);
            assertThrows(RefusedException.class, () -> late.as(client, "late"));
            assertInstanceOf(
                    dev.holdfast.memory.work.ResumeOutcome.Resumed.class, rig.resume(rig.device()));
            wellDone(rig, rig.submit(late.as(client, "late"), Work.launch(rig.kernel())));
        }
    }

    /// Breaks if an address is handed out again while a use that did not end may still write there.
    @Test
    void whatAUseMayStillWriteIsNotEvenOverwritten() throws Exception {
        var rig = rig();
        Adopted adopted = Adopted.by(rig.device(), 4 * KIB, 100);
        try (rig) {
            Client client = rig.manager().client("a");
            BufferHandle handle = adopted.as(client, "his");
            Work work = Work.outside("mine").updates(handle).timeLimit(Duration.ofMillis(50));
            client.use(work).orThrow();
            rig.workers().advance(51_000_000);
            rig.settle();
            for (Work each : List.of(rig.check(handle, 100), rig.write(handle, 1))) {
                var fault = assertInstanceOf(Refusal.ContentFault.class, refusalOf(client, each));
                assertEquals(FaultKind.DEADLINE_PASSED, fault.fault().root().kind());
            }
            assertInstanceOf(MapOutcome.Refused.class, handle.map(Access.OVERWRITE));
            handle.close();
            rig.settle();
            assertEquals(0, adopted.released());
            assertEquals(4 * KIB, rig.manager().adoptedBytes());
        }
        assertEquals(0, adopted.released(), "he may still write there");
        rig.device().close();
        assertEquals(1, adopted.released());
    }

    /// Breaks if uses of adopted memory alone, which counts for nothing, are not told apart.
    @Test
    void twoUsesOfAdoptedMemoryEnd() throws Exception {
        try (var rig = rig()) {
            Client client = rig.manager().client("a");
            BufferHandle handle = Adopted.by(rig.device(), 4 * KIB, 100).as(client, "his");
            Use first = client.use(Work.outside("first").reads(handle)).orThrow();
            Use second = client.use(Work.outside("second").reads(handle)).orThrow();
            first.close();
            second.close();
            rig.settle();
            client.use(Work.outside("third").reads(handle)).orThrow().close();
        }
    }

    /// Breaks if it stays with the device though the use that was late has ended.
    @Test
    void goesBackWhenTheLateUseHasEnded() throws Exception {
        try (var rig = rig()) {
            Adopted adopted = Adopted.by(rig.device(), 4 * KIB, 100);
            Client client = rig.manager().client("a");
            BufferHandle handle = adopted.as(client, "his");
            Work work = Work.outside("mine").updates(handle).timeLimit(Duration.ofMillis(50));
            Use use = client.use(work).orThrow();
            rig.workers().advance(51_000_000);
            rig.settle();
            handle.close();
            rig.settle();
            assertEquals(0, adopted.released());
            use.close();
            rig.settle();
            assertEquals(1, adopted.released());
            assertEquals(0, rig.manager().adoptedBytes());
        }
    }

    /// Breaks if what the host writes is trusted in a place where a use that did not end may write.
    @Test
    void whatIsWrittenWhereAUseMayStillWriteIsLost() throws Exception {
        try (var rig = rig()) {
            Client client = rig.manager().client("a");
            Adopted adopted = Adopted.by(rig.device(), 4 * KIB, 100);
            BufferHandle handle = adopted.as(client, "his");
            Work work = Work.outside("mine").updates(handle).timeLimit(Duration.ofMillis(50));
            try (Use use = client.use(work).orThrow()) {
                var mapped = new AtomicReference<MapOutcome>();
                var mapping = Threads.start(() -> mapped.set(handle.map(Access.OVERWRITE)));
                while (!(handle.clear().orElseThrow() instanceof Refusal.Mapped)) {
                    assertTrue(mapping.thread().isAlive());
                    Thread.onSpinWait();
                }
                rig.settle();
                rig.workers().advance(51_000_000);
                rig.settle();
                mapping.join();
                mapped.get().orThrow().close();
                rig.settle();
                var fault =
                        assertInstanceOf(
                                Refusal.ContentFault.class,
                                refusalOf(client, rig.check(handle, 0)));
                assertEquals(FaultKind.DEADLINE_PASSED, fault.fault().root().kind());
                assertEquals(256 * KIB, rig.manager().hostUsage().freeBytes());
            }
        }
    }

    @Test
    void misuseIsThrown() throws Exception {
        try (var rig = rig()) {
            Client client = rig.manager().client("a");
            Adopted adopted = Adopted.by(rig.device(), 4 * KIB, 100);
            BufferHandle handle = adopted.as(client, "his");
            assertThrows(IllegalArgumentException.class, () -> adopted.as(client, "twice"));
            adopted.memory().close();
            assertEquals(0, adopted.released(), "it is an object's now");
            assertEquals(new Refusal.Pinned("\"his\" (4 KiB)"), handle.clear().orElseThrow());
            var elsewhere = new ManualDevice(4096, 4096, 4096);
            AdoptedMemory foreign = Adopted.by(elsewhere, 4 * KIB, 1).memory();
            assertEquals(adopted.memory().range(), foreign.range(), "numbers alone tell nothing");
            assertThrows(IllegalArgumentException.class, () -> client.adopt("foreign", foreign));
            Adopted closed = Adopted.by(rig.device(), 4 * KIB, 100);
            closed.memory().close();
            closed.memory().close();
            assertEquals(1, closed.released());
            assertThrows(IllegalArgumentException.class, () -> closed.as(client, "closed"));
            assertThrows(IllegalArgumentException.class, () -> Adopted.by(rig.device(), 0, 100));
            client.close();
            Adopted late = Adopted.by(rig.device(), 4 * KIB, 100);
            assertThrows(IllegalStateException.class, () -> late.as(client, "late"));
            assertTrue(late.memory().claim(), "still its maker's");
            assertFalse(late.memory().claim());
        }
    }

    /// Breaks if it is claimed before something that can still fail: then nobody lets it go.
    @Test
    void whatCouldNotBecomeAnObjectIsStillItsOwners() throws Exception {
        var device = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
        Adopted adopted = Adopted.by(device, 16 * KIB, 100);
        device.addressLimitBytes.set(8 * KIB);
        try (var rig = Rig.patient(device, MemoryOptions.defaults())) {
            Client client = rig.manager().client("a");
            assertThrows(IllegalStateException.class, () -> adopted.as(client, "his"));
            adopted.memory().close();
            assertEquals(1, adopted.released());
        }
    }
}
