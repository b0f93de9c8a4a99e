package dev.holdfast.memory.recovery;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.binding.ClientSpace;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.AdoptedSpace;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.schedule.RangeSet;
import dev.holdfast.memory.schedule.Reach;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.memory.schedule.UnstoppedListener;
import dev.holdfast.memory.submit.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What follows when a command is given up and could not be stopped: it may touch its memory until
/// it ends after all, which of a caller's own commands is told, and of others never. Under the
/// ledger.
///
/// State runs ahead, so that memory may have been promised to others several times over by now.
/// None of them has touched it: they wait for this command to be over, which it is only when this
/// is done. So it is enough to look once at everything there is:
///
/// - commands that touch what it may write fail; those that are not with the device never get
///   there, and moves among them end as lost;
/// - backings with a byte that it may write are lost, whoever's they are by now: contents survive
///   elsewhere or are refused by name, and the object is overwritten in other memory;
/// - all that it may touch, read-only too, leaves circulation: at once if it is free, else when its
///   owner lets go; and what of it was adopted does not go back;
/// - so do the device addresses that it was given, because whatever is mapped there later it would
///   reach too: binds that wait there fail, and who has such an address moves to another.
///
/// When it has ended after all, memory and addresses that no other such command may touch go round
/// again. What was lost stays lost.
///
/// It walks all objects, all commands and the regions once for each such event, which is for the
/// rarest of events the cheapest: nothing needs to be kept for it while all is well.
public final class Quarantine implements UnstoppedListener {
    private final Schedule schedule;
    private final Collection<BufferObject> objects;
    private final Collection<Tenant> tenants;
    private final Region device;
    private final Region host;
    private final AdoptedSpace adopted;

    // guarded by the ledger
    private final List<Stray> strays = new ArrayList<>();

    /// What may be touched by a command that was not stopped.
    ///
    /// @param command which; nobody will say that any other has ended than an outsider's
    /// @param kept what is out of circulation because of it
    private record Stray(Command command, List<HeapRange> kept) {}

    /// Keeps space of `device` and `host` from going round, and what was `adopted` from going back;
    /// `objects` and `tenants` are all that there are, whenever it looks.
    public Quarantine(
            Schedule schedule,
            Collection<BufferObject> objects,
            Collection<Tenant> tenants,
            Region device,
            Region host,
            AdoptedSpace adopted) {
        this.schedule = schedule;
        this.objects = objects;
        this.tenants = tenants;
        this.device = device;
        this.host = host;
        this.adopted = adopted;
    }

    @Override
    public void unstopped(Command command, Fault fault) {
        Reach reach = Reach.of(command);
        Fault harm =
                Fault.causedBy(
                        FaultKind.DEPENDENCY_FAILED,
                        "a command that was not stopped may write to its memory",
                        fault);
        schedule.doom(reach.written(), harm);
        List<HeapRange> kept = new ArrayList<>(reach.written());
        for (HeapRange range : reach.read()) {
            // what a copy reads it brings where nobody looks any more; but what of that was adopted
            // would go back to somebody who may end its life under the copy
            if (!(command instanceof Command.Copy) || AdoptedMemory.isAt(range)) {
                kept.add(range);
            }
        }
        RangeSet written = new RangeSet(reach.written());
        forEachBacking(backing -> {
            if (written.overlaps(backing.extents().ranges())) {
                backing.spoil(harm);
            }
        });
        keep(command, kept);
        if (command instanceof Command.Launch launch) {
            withhold(launch, fault);
        }
    }

    private void forEachBacking(Consumer<Backing> action) {
        for (BufferObject object : objects) {
            Backing onDevice = object.device();
            Backing onHost = object.host();
            if (onDevice != null) {
                action.accept(onDevice);
            }
            if (onHost != null) {
                action.accept(onHost);
            }
        }
    }

    private void keep(Command command, List<HeapRange> kept) {
        strays.add(new Stray(command, List.copyOf(kept)));
        RangeSet reached = new RangeSet(kept);
        forEachBacking(backing -> {
            if (reached.overlaps(backing.extents().ranges())) {
                backing.quarantine(true);
            }
        });
        device.quarantine(extents(kept, Device.DEVICE_HEAP));
        host.quarantine(extents(kept, Device.HOST_HEAP));
        kept.stream().filter(AdoptedMemory::isAt).forEach(adopted::quarantine);
    }

    private static List<Extent> extents(List<HeapRange> ranges, int heap) {
        return ranges.stream()
                .filter(range -> range.heap() == heap && !AdoptedMemory.isAt(range))
                .map(range -> new Extent(range.offset(), range.sizeBytes()))
                .toList();
    }

    private void withhold(Command.Launch launch, Fault fault) {
        Fault harm =
                Fault.causedBy(
                        FaultKind.DEPENDENCY_FAILED,
                        "a command that was not stopped may use its address",
                        fault);
        inSpaceOf(launch, (space, addresses) -> space.withhold(addresses, harm));
    }

    @SuppressWarnings("ReferenceEquality") // the very page table
    private void inSpaceOf(
            Command.Launch launch, BiConsumer<ClientSpace, Collection<Long>> action) {
        AddressSpace space = launch.space().orElse(null);
        if (space == null) {
            return;
        }
        List<Long> addresses =
                launch.arguments().stream().map(BufferArgument::address).distinct().toList();
        for (Tenant tenant : tenants) {
            if (tenant.space().deviceSpace().orElse(null) == space) {
                action.accept(tenant.space(), addresses);
            }
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the very command
    public void endedAfterAll(Command command) {
        Stray ended = null;
        for (Stray stray : strays) {
            ended = stray.command == command ? stray : ended;
        }
        if (ended == null) {
            // it went with its device
            return;
        }
        strays.remove(ended);
        List<HeapRange> kept = ended.kept;
        device.endQuarantine(extents(kept, Device.DEVICE_HEAP));
        host.endQuarantine(extents(kept, Device.HOST_HEAP));
        kept.stream().filter(AdoptedMemory::isAt).forEach(adopted::endQuarantine);
        RangeSet reached =
                new RangeSet(strays.stream().flatMap(stray -> stray.kept.stream()).toList());
        forEachBacking(backing -> {
            if (backing.isQuarantined()) {
                backing.quarantine(reached.overlaps(backing.extents().ranges()));
            }
        });
        if (command instanceof Command.Launch launch) {
            inSpaceOf(launch, ClientSpace::endWithholding);
        }
    }

    @Override
    public void begin() {
        strays.clear();
    }

    /// A driver could not take `ranges` out of a client's page table: its kernels may find them
    /// there for as long as the device is open. What is in them is still right. Under the ledger.
    public void stillMapped(List<HeapRange> ranges) {
        keep(new Command.Marker(), ranges);
    }
}
