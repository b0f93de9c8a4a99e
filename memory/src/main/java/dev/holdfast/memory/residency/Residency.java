package dev.holdfast.memory.residency;

import dev.holdfast.device.fence.FenceJoin;
import dev.holdfast.memory.ledger.Ledger;
import dev.holdfast.memory.migrate.Migrator;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.Outside;
import dev.holdfast.memory.object.Residents;
import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.region.AdoptedSpace;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Reuse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes objects resident, makes them readable by the host, and lets them go. Under the ledger.
public final class Residency {
    /// So many duplicates are dropped while the ledger is held once.
    private static final int DROPPED_A_HOLD = 256;

    private final Ledger ledger;
    private final Region device;
    private final Region host;
    private final AdoptedSpace adopted;
    private final Migrator migrator;
    private final EvictionPolicy policy;
    private final Residents counted = new Residents();
    private final Counters counters;
    private final Planner planner;
    private final WriteBehind writeBehind;
    private final Fetches fetches;

    /// Residency in `device` and in what is `adopted`, backed by `host`, of which `headroomBytes`
    /// are kept for swaps. A `cleanShare` of device memory is kept free or clean while submissions
    /// bring things in. If `inPieces`, each object is one range in device memory.
    public Residency(
            Ledger ledger,
            Region device,
            Region host,
            AdoptedSpace adopted,
            Migrator migrator,
            EvictionPolicy policy,
            Counters counters,
            long headroomBytes,
            double cleanShare,
            boolean inPieces) {
        this.ledger = ledger;
        this.device = device;
        this.host = host;
        this.adopted = adopted;
        this.migrator = migrator;
        this.policy = policy;
        this.counters = counters;
        this.fetches = new Fetches(ledger, host, migrator);
        this.planner = new Planner(device, host, headroomBytes, policy, counted, inPieces);
        this.writeBehind =
                new WriteBehind(
                        device,
                        host,
                        migrator,
                        policy,
                        counted,
                        counters,
                        headroomBytes,
                        cleanShare);
    }

    /// Makes all objects of `uses` resident together, or changes nothing and says why not. After
    /// success every one has a device backing whose arrival fence says when it can be used, and
    /// what a writing use makes stale has been let go.
    public Room makeResident(List<Use> uses) {
        ledger.requireHeld();
        List<Use> needed = null;
        for (Use use : uses) {
            if (!isResident(use) && !use.object().isAdopted()) {
                needed = needed == null ? new ArrayList<>() : needed;
                needed.add(use);
            }
        }
        if (needed != null) {
            Room room = bringIn(needed, uses);
            if (!(room instanceof Room.Made)) {
                return room;
            }
        }
        for (Use use : uses) {
            if (use.object().isAdopted()) {
                revive(use);
            } else {
                policy.used(use.object());
            }
            if (use.access().writes()) {
                dropStale(use.object());
            }
        }
        if (needed != null) {
            writeBehind.advance(uses);
        }
        return Room.MADE;
    }

    private Room bringIn(List<Use> needed, List<Use> uses) {
        List<Use> present = new ArrayList<>(uses);
        present.removeAll(needed);
        // no region has its space
        present.removeIf(use -> use.object().isAdopted());
        return switch (planner.plan(needed, present)) {
            case Planner.Outcome.Impossible(Room reason) -> reason;
            case Planner.Outcome.Planned(List<Step> steps, List<Use> staying) -> {
                for (Use use : staying) {
                    if (use.access().writes()) {
                        dropStale(use.object());
                    }
                }
                // only the lost ones have any; a host backing stays: its fault must be passed on
                needed.forEach(this::giveUpDevice);
                steps.forEach(this::carryOut);
                yield Room.MADE;
            }
        };
    }

    /// Has an adopted object whose content is lost overwritten, where it is: it has no other place.
    private void revive(Use use) {
        BufferObject object = use.object();
        if (!isResident(use)) {
            counters.count(Counters.Counter.REVIVALS);
            dropDevice(object);
            Backing anew = Backings.adopted(adopted, object);
            migrator.clear(object, anew, true);
            object.placeDevice(anew);
        }
    }

    private void giveUpDevice(Use use) {
        if (use.object().lost().isPresent()) {
            counters.count(Counters.Counter.REVIVALS);
        }
        dropDevice(use.object());
    }

    /// A reader of what is lost altogether is given the lost backing, so that its fault reaches it:
    /// whoever checked before may not have known yet.
    private static boolean isResident(Use use) {
        Backing backing = use.object().device();
        if (backing == null) {
            return false;
        }
        return backing.lost().isEmpty()
                || (use.access().reads() && use.object().lost().isPresent());
    }

    private void carryOut(Step step) {
        switch (step) {
            case Step.Drop(BufferObject victim) -> {
                counters.count(Counters.Counter.EVICTIONS);
                writeBehind.evicted();
                counters.count(Counters.Counter.CLEAN_DROPS);
                dropDevice(victim);
            }
            case Step.WriteBack(BufferObject victim, boolean swaps) -> {
                counters.add(Counters.Counter.SWAPS, swaps ? 1 : 0);
                counters.count(Counters.Counter.EVICTIONS);
                writeBehind.evicted();
                writeBack(victim);
            }
            case Step.DropHost(BufferObject duplicate) -> {
                counters.count(Counters.Counter.DUPLICATES_DROPPED);
                dropHost(duplicate);
            }
            case Step.BringIn(Use use, boolean keepHost, Spot spot) -> bringIn(use, keepHost, spot);
        }
    }

    private void writeBack(BufferObject victim) {
        Backing source = java.util.Objects.requireNonNull(victim.device());
        dropHost(victim);
        Backing target = Backings.planned(host, victim, false);
        migrator.copy(victim, source, target);
        victim.placeHost(target);
        dropDevice(victim);
    }

    private void bringIn(Use use, boolean keepHost, Spot spot) {
        BufferObject object = use.object();
        Backing target = Backings.planned(device, object, !Plan.needsContent(use), spot);
        fill(object, target, use);
        object.placeDevice(target);
        policy.added(object);
        counted.add(object);
        if (!keepHost && object.host() != null) {
            dropHost(object);
        }
    }

    private void fill(BufferObject object, Backing target, Use use) {
        Backing onHost = object.host();
        Outside.Lent lent = object.lent();
        if (!Plan.needsContent(use)) {
            migrator.clear(object, target, true);
        } else if (onHost != null) {
            migrator.copy(object, onHost, target);
        } else if (lent != null) {
            migrator.copyLent(object, lent, target);
        } else {
            migrator.clear(object, target, false);
        }
    }

    /// Makes the object's content readable, or writable, by the host: a contiguous host backing. If
    /// `writes`, it is the only one from now on.
    public Room makeHostReadable(Use use) {
        ledger.requireHeld();
        BufferObject object = use.object();
        Backing before = object.host();
        boolean usable =
                before != null && before.lost().isEmpty() && before.extents().ranges().size() == 1;
        if (!usable) {
            long bytes = host.roundedBytes(object.sizeBytes());
            if (bytes > host.sizeBytes()) {
                return new Room.NeverFits(host.name(), bytes, host.sizeBytes());
            }
            Optional<Backing> target = Backings.contiguous(host, object);
            if (target.isEmpty()) {
                return new Room.Lacking(host.name(), bytes);
            }
            fillForHost(object, target.get(), use);
            dropHost(object);
            object.placeHost(target.get());
        }
        // what is adopted keeps its content until there is another to be written back
        if (use.access().writes() && !object.isAdopted()) {
            dropDevice(object);
            object.placeOutside(null);
        }
        return Room.MADE;
    }

    /// Makes an object of memory that was adopted, which has its content from the start.
    public void adopt(BufferObject object, Extent place) {
        ledger.requireHeld();
        object.adopt(place);
        object.placeDevice(Backings.adopted(adopted, object));
    }

    /// An adopted object is mapped no more: what was `written` goes back to the only place it has,
    /// and the host keeps nothing. If somebody may write there for ever by now, it is lost.
    public void unmapped(BufferObject object, boolean written) {
        ledger.requireHeld();
        Backing onHost = object.host();
        Backing before = object.device();
        boolean spoilt = before != null && before.spoilt().isPresent();
        if (written && onHost != null && !spoilt) {
            dropDevice(object);
            Backing target = Backings.adopted(adopted, object);
            migrator.copy(object, onHost, target);
            object.placeDevice(target);
        }
        dropHost(object);
    }

    /// Drops duplicates in host memory, the content of which is certainly in device memory, so that
    /// `use` may find room for a mapping: as much as it needs in one piece, or [#DROPPED_A_HOLD]
    /// objects' if that is less. False if there are none, or if all of them would not be enough;
    /// then nothing has changed.
    public boolean dropDuplicatesFor(Use use) {
        ledger.requireHeld();
        long neededBytes = host.roundedBytes(use.object().sizeBytes());
        if (neededBytes > host.freeBytes() + counted.duplicateBytes()) {
            return false;
        }
        List<BufferObject> dropped = Plan.duplicates(counted, neededBytes, DROPPED_A_HOLD);
        for (BufferObject duplicate : dropped) {
            counters.count(Counters.Counter.DUPLICATES_DROPPED);
            dropHost(duplicate);
        }
        return !dropped.isEmpty();
    }

    private void fillForHost(BufferObject object, Backing target, Use use) {
        Backing onDevice = object.device();
        if (use.access().reads() && onDevice != null && onDevice.lost().isEmpty()) {
            migrator.copy(object, onDevice, target);
        } else {
            fill(object, target, use);
        }
    }

    /// Notes how an object is expected to be used again; its place among the residents is one that
    /// it would have if it had been used just now.
    public void expect(BufferObject object, Reuse reuse) {
        ledger.requireHeld();
        if (object.reuse() != reuse) {
            object.reuse(reuse);
            policy.used(object);
        }
    }

    /// Lets everything go that the object has: it is closed, or reads as zeros. Nobody waits: the
    /// space carries the fences.
    public void letGo(BufferObject object) {
        ledger.requireHeld();
        dropDevice(object);
        dropHost(object);
        object.placeOutside(null);
        Extent place = object.adoptedPlace();
        if (place != null) {
            adopted.leave(place);
        }
    }

    private void dropStale(BufferObject object) {
        if (object.host() != null) {
            dropHost(object);
        }
        object.placeOutside(null);
    }

    private void dropDevice(BufferObject object) {
        Backing backing = object.device();
        if (backing != null) {
            object.placeDevice(null);
            if (!object.isAdopted()) {
                policy.removed(object);
                counted.remove(object);
            }
            backing.letGo(object.fences().all());
        }
    }

    private void dropHost(BufferObject object) {
        Backing backing = object.host();
        if (backing != null) {
            object.placeHost(null);
            backing.letGo(FenceJoin.empty());
        }
    }

    /// Copies into host memory that are no object's backing.
    public Fetches fetches() {
        return fetches;
    }

    /// Lets go of what an object has in either heap: its content is outside from here on, or it
    /// reads as zeros.
    public void moveOut(BufferObject object) {
        ledger.requireHeld();
        dropDevice(object);
        dropHost(object);
    }

    /// Makes an object resident, if that takes nothing from anybody.
    public boolean bringBack(BufferObject object) {
        ledger.requireHeld();
        Use use = new Use(object, Access.READ);
        return (object.device() != null || planner.isFree(use))
                && makeResident(List.of(use)) instanceof Room.Made;
    }

    /// All resident objects, first the one to go first.
    public List<BufferObject> inOrder() {
        ledger.requireHeld();
        List<BufferObject> all = new ArrayList<>(policy.size());
        policy.candidates(all::add);
        return all;
    }

    /// The region of device memory.
    public Region device() {
        return device;
    }

    /// The region of host memory.
    public Region host() {
        return host;
    }

    /// The memory that was adopted.
    public AdoptedSpace adopted() {
        return adopted;
    }

    /// What could be won if residents were let go.
    public Residents counted() {
        return counted;
    }

    /// How many objects are resident, but for those that were adopted, which never go.
    public int residents() {
        return policy.size();
    }
}
