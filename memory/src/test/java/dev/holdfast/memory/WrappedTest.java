package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.recorder.Counters.Counter;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.SubmitOutcome;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Memory of a caller's own that is an object, or many.
final class WrappedTest {
    private static final int KIB = 1 << 10;
    private static final int PART = 16 * KIB;

    private final Rig rig = new Rig(64 * KIB, 8 * KIB);
    private final Client client = rig.manager().client("a");
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() throws Exception {
        rig.close();
        arena.close();
    }

    /// Every part of it holds the words that a check of `first` and the part's number expects.
    private MemorySegment content(long sizeBytes) {
        MemorySegment content = arena.allocate(sizeBytes);
        for (long at = 0; at < sizeBytes; at += 8) {
            content.set(ValueLayout.JAVA_LONG_UNALIGNED, at, 100 * (at / PART) + (at % PART) / 8);
        }
        return content;
    }

    @Test
    void fourTimesDeviceMemoryIsReadTwiceAndCostsNoHostMemory() throws Exception {
        List<BufferHandle> parts = client.wrapParts("file", content(256 * KIB), PART);
        assertEquals(16, parts.size());
        assertEquals("file[15]", parts.getLast().name());
        long freeBefore = rig.manager().hostUsage().freeBytes();
        List<Fence> reads = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < parts.size(); i++) {
                reads.add(rig.submit(parts.get(i), rig.check(parts.get(i), 100L * i)));
            }
        }
        rig.settle();
        for (Fence read : reads) {
            read.status().orThrow();
        }
        assertEquals(0, rig.count(Counter.BYTES_TO_HOST));
        assertEquals(freeBefore, rig.manager().hostUsage().freeBytes());
    }

    @Test
    void itsOwnerReadsTheVeryMemory() throws Exception {
        BufferHandle wrapped = client.wrap("file", content(64 * KIB));
        long freeBefore = rig.manager().hostUsage().freeBytes();
        try (HostMapping view = wrapped.map(Access.READ).orThrow()) {
            assertTrue(view.segment().isReadOnly());
            assertEquals(300, view.segment().get(ValueLayout.JAVA_LONG, 3 * PART));
            assertEquals(freeBefore, rig.manager().hostUsage().freeBytes(), "64 of 8 KiB");
        }
        wrapped.close();
    }

    @Test
    void othersReadACopyOfIt() throws Exception {
        BufferHandle wrapped = client.wrap("file", content(4 * KIB));
        BufferHandle granted = wrapped.grantTo(rig.manager().client("b"), Access.READ);
        HostMapping view = rig.meanwhile(() -> granted.map(Access.READ)).orThrow();
        MemorySegment seen = view.segment();
        assertEquals(7, seen.get(ValueLayout.JAVA_LONG, 56));
        view.close();
        assertThrows(IllegalStateException.class, () -> seen.get(ValueLayout.JAVA_LONG, 56));
    }

    @Test
    void whatItsOwnerLooksAtNobodyOverwrites() throws Exception {
        BufferHandle lent = client.createFrom("lent", content(4 * KIB));
        try (HostMapping view = lent.map(Access.READ).orThrow()) {
            Refusal why =
                    assertInstanceOf(
                                    SubmitOutcome.Refused.class,
                                    client.trySubmit(rig.write(lent, 500)))
                            .reason();
            assertEquals(new Refusal.Mapped("\"lent\" (4 KiB)"), why);
            assertEquals(7, view.segment().get(ValueLayout.JAVA_LONG, 56));
        }
        rig.submit(lent, rig.write(lent, 500));
        HostMapping view = rig.meanwhile(() -> lent.map(Access.READ)).orThrow();
        assertEquals(507, view.segment().get(ValueLayout.JAVA_LONG, 56));
        view.close();
    }

    @Test
    void whatSomebodyWasToOverwriteAndDidNotIsNotShown() throws Exception {
        BufferHandle lent = client.createFrom("lent", content(4 * KIB));
        SettableFence gate = new SettableFence();
        assertInstanceOf(
                SubmitOutcome.Submitted.class, client.trySubmit(rig.write(lent, 500).after(gate)));
        gate.fail(Fault.of(FaultKind.CANCELLED, "for a test"));
        rig.settle();
        MapOutcome outcome = rig.meanwhile(() -> lent.map(Access.READ));
        Refusal why = assertInstanceOf(MapOutcome.Refused.class, outcome).reason();
        assertInstanceOf(Refusal.ContentFault.class, why);
        assertTrue(rig.manager().audit(true).isEmpty());
    }

    @Test
    void theLastPartIsWhatIsLeft() {
        List<BufferHandle> parts = client.wrapParts("file", content(PART + 8), PART);
        assertEquals(List.of(16L * KIB, 8L), parts.stream().map(BufferHandle::sizeBytes).toList());
    }

    /// Breaks if a grant can be more than its owner's own right.
    @Test
    void nobodyIsGrantedMoreThanItsOwnerMayDo() {
        BufferHandle wrapped = client.wrap("file", content(PART));
        Client other = rig.manager().client("b");
        for (Access access : List.of(Access.READ_WRITE, Access.OVERWRITE)) {
            assertThrows(IllegalArgumentException.class, () -> wrapped.grantTo(other, access));
        }
        wrapped.grantTo(other, Access.READ).close();
    }

    @Test
    void nobodyWritesIt() throws Exception {
        BufferHandle wrapped = client.wrap("file", content(PART));
        for (Access access : List.of(Access.READ_WRITE, Access.OVERWRITE)) {
            SubmitOutcome outcome =
                    client.trySubmit(Work.launch(rig.kernel()).with(wrapped, access));
            Refusal why = assertInstanceOf(SubmitOutcome.Refused.class, outcome).reason();
            assertEquals(new Refusal.NotGranted("\"file\" (16 KiB)", access), why);
            assertInstanceOf(MapOutcome.Refused.class, wrapped.map(access));
        }
        rig.submit(wrapped, rig.check(wrapped, 0)).status();
        rig.settle();
    }

    /// What could not be read once is not tried again: what is there by then may be anything. And
    /// whoever overwrites it goes on. Breaks if the loss is forgotten with the place in which the
    /// bytes were to be.
    @Test
    void whatWasLentAndIsGoneIsLostUntilItIsOverwritten() throws Exception {
        Arena early = Arena.ofShared();
        BufferHandle lent = client.createFrom("lent", early.allocate(4 * KIB));
        early.close();
        Fence read = rig.submit(lent, rig.check(lent, 0));
        rig.settle();
        assertEquals(FaultKind.SOURCE_LOST, read.fault().orElseThrow().root().kind());
        BufferHandle pinned = client.create("pinned", 8 * KIB);
        HostMapping full = rig.meanwhile(() -> pinned.map(Access.READ)).orThrow();
        BufferHandle crowd = client.create("crowd", 64 * KIB);
        // host memory has room for nothing that is lost anyway
        rig.submit(crowd, rig.write(crowd, 1));
        rig.settle();
        crowd.close();
        SubmitOutcome again = client.trySubmit(rig.check(lent, 0));
        Refusal why = assertInstanceOf(SubmitOutcome.Refused.class, again).reason();
        Fault fault = assertInstanceOf(Refusal.ContentFault.class, why).fault();
        assertEquals(FaultKind.SOURCE_LOST, fault.root().kind());
        assertTrue(fault.message().contains("\"lent\" (4 KiB)"), fault.message());
        rig.submit(lent, rig.write(lent, 500));
        full.close();
        pinned.close();
        assertEquals(500, rig.firstWord(lent));
    }

    @Test
    void partsThatAreTooLargeLeaveNothingBehind() {
        MemorySegment content = content(256 * KIB);
        assertThrows(
                IllegalArgumentException.class, () -> client.wrapParts("file", content, 128 * KIB));
        assertThrows(IllegalArgumentException.class, () -> client.wrapParts("file", content, 0));
        assertTrue(rig.manager().audit(true).isEmpty());
    }
}
