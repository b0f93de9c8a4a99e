package dev.holdfast.memory.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Command;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.testing.ManualAddressSpace;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What a launch that was not stopped finds at the addresses that it was given: what it found there
/// before, or nothing, and never another object.
class LateLaunchTest {
    private static final int KIB = 1 << 10;

    private final ManualDevice device = new ManualDevice(64 * KIB, 256 * KIB, 64 * KIB);
    private final Rig rig =
            new Rig(
                    device,
                    MemoryOptions.defaults().withCleanShare(0).withWatchdog(Duration.ofSeconds(1)));
    private final Client owner = rig.manager().client("owner");
    private final Client hanging = rig.manager().client("hanging");

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    /// The launch of `hanging` that the device is at.
    private Command.Launch launch() {
        Assumptions.assumeTrue(device.info().addressSpaces());
        return (Command.Launch) device.held(QueueKind.COMPUTE).getFirst();
    }

    private static long address(Command.Launch launch) {
        return launch.arguments().getFirst().address();
    }

    /// What it finds at the address of its argument.
    private static Optional<ManualAddressSpace.Mapped> found(Command.Launch late) {
        ManualAddressSpace table = (ManualAddressSpace) late.space().orElseThrow();
        return table.mapped(address(late));
    }

    private BufferHandle written(Client client, String name, long value) {
        BufferHandle object = client.create(name, 4 * KIB);
        rig.submit(object, rig.write(object, value));
        rig.settle();
        return object;
    }

    /// Submits a check of `shared`, which `hanging` is granted at the address of the object that
    /// the launch in flight reads and whose handle is closed meanwhile.
    private Fence nextAtTheAddress(BufferHandle own, BufferHandle shared) {
        own.close();
        BufferHandle granted = shared.grantTo(hanging, Access.READ);
        return rig.submit(granted, rig.check(granted, 7));
    }

    @Test
    @Scenario(
            value = {"10", "17"},
            breaks = "the address of a launch that was given up is handed to the next object")
    void deviceThatIsGivenUpMapsNoOtherObjectUnderALateLaunch() {
        BufferHandle shared = written(owner, "shared", 7);
        BufferHandle own = written(hanging, "own", 1);
        Fence first = rig.submit(own, rig.check(own, 1));
        Command.Launch late = launch();
        Fence next = nextAtTheAddress(own, shared);

        rig.workers().advance(1_000_000_000L);
        assertEquals(FaultKind.UNSTOPPED, first.fault().orElseThrow().kind());
        assertTrue(next.isFailed());
        assertTrue(found(late).isEmpty());
    }

    @Test
    @Scenario(
            value = {"10", "17"},
            breaks = "the address of a launch that was not stopped is handed to the next object")
    void deviceThatCarriesOnMapsNoOtherObjectUnderALateLaunch() {
        BufferHandle shared = written(owner, "shared", 7);
        BufferHandle own = written(hanging, "own", 1);
        rig.submit(own, rig.check(own, 1));
        Command.Launch late = launch();
        Fence next = nextAtTheAddress(own, shared);

        assertTrue(device.abandon(QueueKind.COMPUTE));
        rig.settle();
        assertEquals(FaultKind.UNSTOPPED, next.fault().orElseThrow().root().kind());
        assertTrue(found(late).isEmpty());

        BufferHandle again = shared.grantTo(hanging, Access.READ);
        Fence read = rig.submit(again, rig.check(again, 7));
        rig.settle();
        read.status().orThrow();
        assertTrue(found(late).isEmpty());
    }

    @Test
    @Scenario(
            value = {"10", "35"},
            breaks = "an object is mapped anew at the address of a launch that was not stopped")
    void openHandleIsMappedAnewAtAnotherAddress() {
        BufferHandle own = written(hanging, "own", 1);
        rig.submit(own, rig.write(own, 2));
        Command.Launch late = launch();
        assertTrue(device.abandon(QueueKind.COMPUTE));
        rig.settle();

        Fence written = rig.submit(own, rig.write(own, 3));
        assertNotEquals(address(late), address(launch()));
        rig.settle();
        written.status().orThrow();
        assertTrue(found(late).isEmpty());
        Fence read = rig.submit(own, rig.check(own, 3));
        rig.settle();
        read.status().orThrow();
    }
}
