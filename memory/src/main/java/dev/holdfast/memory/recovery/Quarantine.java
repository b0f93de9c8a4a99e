package dev.holdfast.memory.recovery;

import dev.holdfast.device.AddressSpace;
import dev.holdfast.device.AdoptedMemory;
import dev.holdfast.device.BufferArgument;
import dev.holdfast.device.Command;
import dev.holdfast.device.Device;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.AdoptedSpace;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.schedule.Reach;
import dev.holdfast.memory.schedule.Schedule;
import dev.holdfast.memory.schedule.UnstoppedListener;
import dev.holdfast.memory.submit.Tenant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What follows when a command is given up and could not be stopped: it may touch its memory for as
/// long as the device is open. Under the ledger.
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
/// It walks all objects and all commands, which is for the rarest of events the cheapest: nothing
/// needs to be kept for it while all is well.
public final class Quarantine implements UnstoppedListener {
    private final Schedule schedule;
    private final Collection<BufferObject> objects;
    private final Collection<Tenant> tenants;
    private final Region device;
    private final Region host;
    private final AdoptedSpace adopted;

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
        // what a copy reads it brings where nobody looks any more; but what of that was adopted
        // would
        // go back to somebody who may end its life under the copy
        reach.read().stream().filter(AdoptedMemory::isAt).forEach(adopted::quarantine);
        List<HeapRange> read = command instanceof Command.Copy ? List.of() : reach.read();
        for (BufferObject object : objects) {
            judge(object.device(), reach.written(), read, harm);
            judge(object.host(), reach.written(), read, harm);
        }
        reach.written().forEach(this::takeOut);
        read.forEach(this::takeOut);
        if (command instanceof Command.Launch launch) {
            launch.space().ifPresent(space -> withhold(launch, space, fault));
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very page table
    private void withhold(Command.Launch launch, AddressSpace space, Fault fault) {
        Fault harm =
                Fault.causedBy(
                        FaultKind.DEPENDENCY_FAILED,
                        "a command that was not stopped may use its address",
                        fault);
        List<Long> addresses =
                launch.arguments().stream().map(BufferArgument::address).distinct().toList();
        for (Tenant tenant : tenants) {
            if (tenant.space().deviceSpace().orElse(null) == space) {
                tenant.space().withhold(addresses, harm);
            }
        }
    }

    /// A driver could not take `ranges` out of a client's page table: its kernels may find them
    /// there for as long as the device is open. What is in them is still right. Under the ledger.
    public void stillMapped(List<HeapRange> ranges) {
        for (BufferObject object : objects) {
            keep(object.device(), ranges);
            keep(object.host(), ranges);
        }
        ranges.forEach(this::takeOut);
    }

    private static void keep(@Nullable Backing backing, List<HeapRange> ranges) {
        if (backing != null && Reach.overlaps(backing.extents().ranges(), ranges)) {
            backing.quarantine();
        }
    }

    private static void judge(
            @Nullable Backing backing, List<HeapRange> written, List<HeapRange> read, Fault harm) {
        if (backing == null) {
            return;
        }
        List<HeapRange> ranges = backing.extents().ranges();
        boolean spoilt = Reach.overlaps(ranges, written);
        if (spoilt) {
            backing.spoil(harm);
        }
        if (spoilt || Reach.overlaps(ranges, read)) {
            backing.quarantine();
        }
    }

    private void takeOut(HeapRange range) {
        if (AdoptedMemory.isAt(range)) {
            adopted.quarantine(range);
            return;
        }
        Region region = range.heap() == Device.DEVICE_HEAP ? device : host;
        region.quarantine(new Extent(range.offset(), range.sizeBytes()));
    }
}
