package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Refusal;
import dev.holdfast.memory.work.RefusedException;
import dev.holdfast.testing.SteppedWorkers;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mistakes of callers: each is told apart by its exception and says what was wrong. When the rig
/// closes, it walks the structure: no mistake may leave anything behind.
final class MisuseTest {
    private static final long DEVICE_BYTES = 64 << 10;
    private static final long HOST_BYTES = 128 << 10;

    private final Rig rig = new Rig(DEVICE_BYTES, HOST_BYTES);
    private final Client client = rig.manager().client("a");
    private final BufferHandle buffer = client.create("weights", 4096);

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        rig.close();
    }

    private static void wrongState(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
    }

    private static void wrongArgument(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private HostMapping map(Access access) throws Exception {
        return rig.meanwhile(() -> buffer.map(access).orThrow());
    }

    @Test
    void closingAHandleTwice() {
        buffer.close();
        wrongState("\"weights\" (4 KiB) is closed already", buffer::close);
    }

    @Test
    void closingAMappingTwice() throws Exception {
        HostMapping mapping = map(Access.READ);
        mapping.close();
        wrongState("the mapping of \"weights\" (4 KiB) is closed already", mapping::close);
    }

    @Test
    void closingAPinTwice() {
        Pin pin = buffer.pin().orThrow();
        pin.close();
        wrongState("the pin on \"weights\" (4 KiB) is closed already", pin::close);
    }

    @Test
    void usingAHandleAfterItWasClosed() {
        buffer.close();
        String message = "\"weights\" (4 KiB) is closed";
        wrongState(message, () -> client.trySubmit(rig.write(buffer, 1)));
        wrongState(message, () -> buffer.map(Access.READ));
        wrongState(message, buffer::pin);
        wrongState(message, () -> buffer.grantTo(client, Access.READ));
        wrongState(message, buffer::accept);
        wrongState(message, buffer::idle);
    }

    @Test
    void aSegmentAfterItsMappingWasClosed() throws Exception {
        HostMapping mapping = map(Access.OVERWRITE);
        MemorySegment segment = mapping.segment();
        segment.set(ValueLayout.JAVA_LONG, 0, 42);
        mapping.close();
        assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_LONG, 0));
        assertFalse(segment.scope().isAlive());
        assertEquals(42, rig.firstWord(buffer));
    }

    @Test
    void writingThroughAMappingThatReads() throws Exception {
        try (HostMapping mapping = map(Access.READ)) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> mapping.segment().set(ValueLayout.JAVA_LONG, 0, 1));
        }
    }

    @Test
    void readingPastTheEndOfAMapping() throws Exception {
        BufferHandle odd = client.create("odd", 100);
        try (HostMapping mapping = rig.meanwhile(() -> odd.map(Access.READ).orThrow())) {
            assertEquals(100, mapping.segment().byteSize());
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> mapping.segment().get(ValueLayout.JAVA_BYTE, 100));
        }
    }

    @Test
    void anotherClientsObject() {
        Client other = rig.manager().client("b");
        wrongArgument(
                "\"weights\" (4 KiB) belongs to client \"a\":"
                        + " client \"b\" needs a grant of its own",
                () -> other.trySubmit(rig.write(buffer, 1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, HOST_BYTES + 1, Long.MAX_VALUE})
    void aSizeThatCannotBe(long sizeBytes) {
        wrongArgument(
                "\"huge\" of " + sizeBytes + " bytes: sizes are from 1 to " + HOST_BYTES,
                () -> client.create("huge", sizeBytes));
    }

    @Test
    void lendingNothing() {
        wrongArgument(
                "\"file\" of 0 bytes: sizes are from 1 to " + HOST_BYTES,
                () -> client.createFrom("file", MemorySegment.NULL));
    }

    @Test
    void anObjectThatTheDeviceCanNeverHoldIsAskedForInVain() {
        BufferHandle large = client.create("large", DEVICE_BYTES + 1);
        Refusal refusal =
                assertThrows(RefusedException.class, () -> rig.submit(large, rig.write(large, 1)))
                        .refusal();
        assertEquals(new Refusal.NeverFits("device", DEVICE_BYTES + 256, DEVICE_BYTES), refusal);
    }

    @Test
    void usingAClientThatIsClosed() {
        client.close();
        client.close();
        wrongState("client \"a\" is closed", () -> client.create("late", 64));
        wrongState("client \"a\" is closed", () -> client.trySubmit(Work.launch(rig.kernel())));
        wrongState("\"weights\" (4 KiB) is closed", () -> client.trySubmit(rig.write(buffer, 1)));
        wrongState("\"weights\" (4 KiB) is closed already", buffer::close);
    }

    @Test
    void grantingToAClientThatIsClosed() {
        Client other = rig.manager().client("b");
        other.close();
        wrongState("client \"b\" is closed", () -> buffer.grantTo(other, Access.READ));
    }

    @Test
    void grantingWhatIsNotOnesOwn() {
        BufferHandle granted = buffer.grantTo(rig.manager().client("b"), Access.READ_WRITE);
        wrongState(
                "only the owner of \"weights\" (4 KiB) can grant it to others",
                () -> granted.grantTo(rig.manager().client("c"), Access.READ));
    }

    @Test
    void grantingToAClientOfAnotherManager() throws Exception {
        try (Rig elsewhere = new Rig(4096, 4096)) {
            Client foreign = elsewhere.manager().client("x");
            wrongArgument(
                    "client \"x\" is a client of another manager",
                    () -> buffer.grantTo(foreign, Access.READ));
        }
    }

    @Test
    void usingAManagerThatIsClosed() throws Exception {
        int spaces = rig.device().spaces();
        rig.close();
        rig.manager().close();
        wrongState("the manager is closed", () -> rig.manager().client("late"));
        wrongState("the manager is closed", () -> client.create("late", 64));
        wrongState("the manager is closed", () -> client.trySubmit(Work.launch(rig.kernel())));
        assertEquals(1, spaces);
        assertEquals(0, rig.device().spaces(), "no address space stays open");
    }

    @Test
    void closingAManagerWhileSomethingIsMappedSaysWhatIsLeft() throws Exception {
        var workers = new SteppedWorkers();
        var manager =
                MemoryManager.open(
                        new ManualDevice(4096, 4096, 4096), workers, MemoryOptions.defaults());
        BufferHandle mapped = manager.client("a").create("mapped", 256);
        HostMapping mapping = mapped.map(Access.OVERWRITE).orThrow();
        wrongState(
                "left behind: P10: \"mapped\" (256 B) is closed and still mapped", manager::close);
        mapping.close();
        assertEquals(List.of(), manager.audit(true));
    }

    @Test
    void flaggingForCaptureBeforeNamingAnything() {
        wrongState(
                "captured() flags the object named last, and none is named yet",
                () -> Work.launch(rig.kernel()).captured());
    }

    @Test
    void aWorkThatIsChangedAfterItWasSubmittedChangesForTheNextTimeOnly() throws Exception {
        SettableFence first = new SettableFence();
        SettableFence second = new SettableFence();
        Work work = rig.write(buffer, 5).after(first);
        var submitted = rig.submit(buffer, work);
        work.after(second);
        first.signal();
        rig.settle();
        submitted.status().orThrow();
        second.signal();
    }

    @Test
    void optionsOutOfRange() {
        MemoryOptions defaults = MemoryOptions.defaults();
        wrongArgument(
                "window 0, chunk 8388608 or headroom 0 out of range: at least 1, 256 and 0",
                () -> defaults.withWindow(0));
        assertThrows(IllegalArgumentException.class, () -> defaults.withChunkBytes(255));
        assertThrows(IllegalArgumentException.class, () -> defaults.withHeadroomBytes(-1));
    }

    @Test
    void orThrowOnARefusalSaysWhy() {
        client.trySubmit(rig.write(buffer, 1));
        rig.fail(QueueKind.COMPUTE);
        var refused =
                assertThrows(
                        RefusedException.class, () -> rig.submit(buffer, rig.check(buffer, 1)));
        assertEquals(
                "the content of \"weights\" (4 KiB) cannot be used: KERNEL_FAILED: failed by hand",
                refused.getMessage());
    }
}
