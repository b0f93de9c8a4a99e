package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.Command;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.QueueKind;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.device.fence.SettableFence;
import dev.holdfast.memory.binding.Vma;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.AllocationOutcome;
import dev.holdfast.memory.region.AllocationRequest;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.region.Window;
import dev.holdfast.memory.residency.Use;
import dev.holdfast.memory.submit.Request;
import dev.holdfast.memory.submit.Tenant;
import dev.holdfast.memory.testing.Adopted;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.work.Access;
import dev.holdfast.testing.Scenario;
import dev.holdfast.testing.SteppedWorkers;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A check that cannot fail is no check: each violation that the walk can report, provoked.
final class StructureWalkTest {
    private final ManualDevice device = new ManualDevice(4096, 4096, 4096);
    private final Set<BufferObject> objects = new LinkedHashSet<>();
    private final SteppedWorkers workers = new SteppedWorkers();
    private final MemoryOptions options = MemoryOptions.defaults();
    private final Assembly parts =
            new Assembly(
                    device,
                    workers,
                    options,
                    Assembly.Recorded.begin(device, workers, options),
                    objects);

    private List<String> walk(boolean quiescent) {
        try (var _ = parts.ledger().enter()) {
            return new StructureWalk(parts, objects).violations(quiescent);
        }
    }

    private void underLedger(Runnable change) {
        try (var _ = parts.ledger().enter()) {
            change.run();
        }
    }

    private BufferObject object() {
        BufferObject object = new BufferObject(1, "weights", 256, 1);
        objects.add(object);
        return object;
    }

    private Backing backing(Region region) {
        var request = new AllocationRequest(256, false, Window.ANY, 1, true);
        var granted = (AllocationOutcome.Granted) region.allocate(request);
        return new Backing(region, 1, 256, granted.extents());
    }

    private Region hostRegion() {
        return parts.residency().host();
    }

    private BufferObject onHost() {
        BufferObject object = object();
        underLedger(() -> object.placeHost(backing(hostRegion())));
        return object;
    }

    private Tenant tenant() {
        var space = parts.space("a");
        Tenant tenant = new Tenant(parts.ledger(), 1, "a", space, 4);
        underLedger(() -> parts.arrived(tenant));
        return tenant;
    }

    @Test
    void aSoundStructureHasNone() {
        onHost();
        assertEquals(List.of(), walk(true));
    }

    @Test
    void isWalkedUnderTheLedgerOnly() {
        tenant();
        assertThrows(Error.class, () -> new StructureWalk(parts, objects).violations(true));
    }

    @Test
    void spaceThatNobodyOwns() {
        underLedger(() -> backing(hostRegion()));
        assertEquals(
                List.of("P10: region host has given out 256 bytes, objects own 0"), walk(false));
    }

    @Test
    void anObjectThatIsResidentWithoutResidencyKnowing() {
        BufferObject object = object();
        underLedger(() -> object.placeDevice(backing(parts.residency().device())));
        assertEquals(
                List.of(
                        "residency order has 0 objects, 1 are resident",
                        "P10: residents could win 256 bytes of relief 256, and count as 0 of 0"),
                walk(false));
    }

    private BufferObject adopted() {
        BufferObject object = object();
        AdoptedMemory memory = Adopted.by(device, 256, 0).memory();
        underLedger(() -> parts.residency().adopt(object, parts.residency().adopted().add(memory)));
        assertEquals(List.of(), walk(true));
        return object;
    }

    @Test
    void anAdoptedObjectThatIsElsewhere() {
        BufferObject object = adopted();
        underLedger(() -> object.placeDevice(backing(parts.residency().device())));
        assertEquals(
                List.of(
                        "P10: \"weights\" (256 B) was adopted and is in another place",
                        "P10: region device has given out 256 bytes, objects own 0"),
                walk(false));
    }

    @Test
    void anAdoptedObjectThatIsNowhere() {
        BufferObject object = adopted();
        underLedger(() -> {
            object.device().letGo(FenceJoin.empty());
            object.placeDevice(null);
        });
        assertEquals(
                List.of(
                        "P10: \"weights\" (256 B) was adopted and has left its place",
                        "P10: of adopted memory 256 bytes are not left and 0 owned, objects own 0"),
                walk(false));
    }

    @Test
    void adoptedMemoryThatIsNoObject() {
        objects.remove(adopted());
        assertEquals(
                List.of(
                        "P10: of adopted memory 256 bytes are not left and 256 owned, objects own"
                                + " 0"),
                walk(false));
    }

    @Test
    void adoptedMemoryThatHasNotBeenLetGoAtRest() {
        BufferObject object = adopted();
        objects.remove(object);
        SettableFence user = new SettableFence();
        underLedger(() -> {
            object.device().usedUntil(user);
            parts.residency().letGo(object);
        });
        assertEquals(List.of(), walk(false));
        assertEquals(List.of("P10: adopted memory has not been let go"), walk(true));
        user.signal();
        workers.runUntilIdle();
        assertEquals(List.of(), walk(true));
    }

    @Test
    @Scenario(value = "25", breaks = "nobody counts the holds of what is bound")
    void aBindingThatSomebodyHolds() {
        BufferObject object = object();
        Tenant tenant = tenant();
        underLedger(() -> {
            var _ = parts.residency().makeResident(List.of(new Use(object, Access.OVERWRITE)));
            tenant.space().reserve(object, true).bind(true).hold();
        });
        assertEquals(List.of("P10: \"weights\" (256 B) is held 2 times at quiescence"), walk(true));
        assertEquals(List.of(), walk(false));
    }

    @Test
    void aClosedObjectThatStillHasBytes() {
        onHost().close();
        assertEquals(
                List.of("P10: \"weights\" (256 B) is closed and still has bytes"), walk(false));
    }

    @Test
    void aClosedObjectThatIsStillMapped() {
        BufferObject object = onHost();
        object.mapped(Access.READ);
        object.close();
        assertEquals(List.of(), walk(false));
        assertEquals(List.of("P10: \"weights\" (256 B) is closed and still mapped"), walk(true));
    }

    @Test
    void aFenceThatHasNotSettledAtRest() {
        object().fences().add(new SettableFence(), new SettableFence(), Access.READ);
        assertEquals(List.of(), walk(false));
        assertEquals(
                List.of("P10: \"weights\" (256 B) has unsettled fences at quiescence"), walk(true));
    }

    @Test
    void aBackingWhoseListWasGivenBack() {
        BufferObject object = onHost();
        object.host().extents().release();
        assertEquals(
                List.of("ownership: a backing of \"weights\" (256 B) has given its extents back"),
                walk(false));
    }

    @Test
    void anArrivalThatHasNotSettledAtRest() {
        onHost().host().arrivesWith(new SettableFence(), new SettableFence());
        assertEquals(List.of(), walk(false));
        assertEquals(
                List.of("P6: the arrival of \"weights\" (256 B) has not settled at quiescence"),
                walk(true));
    }

    @Test
    void aCommandThatHasNotSettledAtRest() {
        underLedger(
                () -> parts.schedule().add(QueueKind.COMPUTE, new Command.Marker(), 1, List.of()));
        assertEquals(List.of(), walk(false));
        assertEquals(List.of("P10: 1 commands unsettled"), walk(true));
    }

    @Test
    void aClientWithWorkInFlightAtRest() {
        Tenant tenant = tenant();
        var kernel = device.load(new KernelCode.InJava("nothing", (m, s) -> {}));
        var waiting = List.<Fence>of(new SettableFence());
        Request request =
                new Request(
                        "op",
                        kernel,
                        List.of(),
                        new long[0],
                        List.of(),
                        waiting,
                        Duration.ofSeconds(1),
                        0,
                        List.of());
        underLedger(() -> parts.gate().pass(tenant, request));
        assertEquals(List.of(), walk(false));
        assertEquals(List.of("P10: client \"a\" has submissions in flight"), walk(true));
    }

    @Test
    void anUnbindThatIsPendingAtRest() {
        Tenant tenant = tenant();
        BufferObject object = object();
        underLedger(() -> {
            object.placeDevice(backing(parts.residency().device()));
            Vma vma = tenant.space().reserve(object, true);
            vma.bind(false).hold();
            vma.close();
            object.device().letGo(FenceJoin.empty());
            object.placeDevice(null);
        });
        assertEquals(List.of(), walk(false));
        assertEquals(
                List.of(
                        "P10: client \"a\" has pending unbinds",
                        "P4: region device has 256 bytes waiting at quiescence"),
                walk(true));
    }
}
