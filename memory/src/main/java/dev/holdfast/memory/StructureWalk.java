package dev.holdfast.memory;

import dev.holdfast.device.Device;
import dev.holdfast.memory.binding.Binding;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.object.MoveListener;
import dev.holdfast.memory.object.Residents;
import dev.holdfast.memory.region.AdoptedSpace;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.region.RegionAudit;
import dev.holdfast.memory.region.RegionUsage;
import dev.holdfast.memory.submit.Tenant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks everything a manager knows and holds each part against the others. What it finds names the
/// rule that is broken. Under the ledger; changes nothing.
final class StructureWalk {
    private final Assembly parts;
    private final Collection<BufferObject> objects;
    private final List<String> violations = new ArrayList<>();
    private long deviceBytes;
    private long hostBytes;
    private long adoptedBytes;
    private long evictableBytes;
    private long reliefBytes;
    private final Set<BufferObject> duplicates = new HashSet<>();
    private int residents;

    StructureWalk(Assembly parts, Collection<BufferObject> objects) {
        this.parts = parts;
        this.objects = objects;
    }

    /// What is wrong. `quiescent` asks for P10 too: that nothing is left under way.
    List<String> violations(boolean quiescent) {
        accounts(quiescent);
        violations.addAll(RegionAudit.violations(parts.residency().device()));
        violations.addAll(RegionAudit.violations(parts.residency().host()));
        if (quiescent) {
            nothingLeft();
        }
        return violations;
    }

    /// What is wrong with the objects and with the accounts. The regions themselves are not walked.
    List<String> accounts() {
        accounts(false);
        return violations;
    }

    private void accounts(boolean quiescent) {
        objects.forEach(object -> walk(object, quiescent));
        if (parts.suspension().isAway()) {
            nothingThere();
        }
        account(parts.residency().device(), deviceBytes);
        long setAside = parts.capturer().bounceBytes() + parts.residency().fetches().bytes();
        account(parts.residency().host(), hostBytes + setAside);
        accountAdopted();
        if (residents != parts.residency().residents()) {
            violations.add(
                    "residency order has "
                            + parts.residency().residents()
                            + " objects, "
                            + residents
                            + " are resident");
        }
        accountResidents();
        for (long client : parts.schedule().overtaken()) {
            violations.add("P8: client " + client + " waits while others have turns again");
        }
    }

    /// What could be won is what each resident says; by the totals submissions are refused.
    private void accountResidents() {
        Residents counted = parts.residency().counted();
        if (counted.deviceBytes() != evictableBytes || counted.reliefBytes() != reliefBytes) {
            violations.add(
                    "P10: residents could win %d bytes of relief %d, and count as %d of %d"
                            .formatted(
                                    evictableBytes,
                                    reliefBytes,
                                    counted.deviceBytes(),
                                    counted.reliefBytes()));
        }
        if (!counted.duplicates().equals(duplicates)) {
            violations.add("P10: duplicates in host memory are not those that are listed");
        }
    }

    private void walk(BufferObject object, boolean quiescent) {
        Backing device = object.device();
        if (device != null && object.isAdopted()) {
            adoptedBytes += walk(object, device, quiescent);
        } else if (device != null) {
            residents++;
            Residents.Share share = Residents.Share.of(object);
            evictableBytes += share.deviceBytes();
            reliefBytes += share.reliefBytes();
            if (share.duplicateBytes() > 0) {
                duplicates.add(object);
            }
            deviceBytes += walk(object, device, quiescent);
        }
        walkAdopted(object);
        Backing host = object.host();
        if (host != null) {
            hostBytes += walk(object, host, quiescent);
        }
        if (object.isClosed() && !object.isMapped() && object.hasContent()) {
            violations.add("P10: " + object + " is closed and still has bytes");
        }
        if (quiescent && object.isClosed() && object.isMapped()) {
            violations.add("P10: " + object + " is closed and still mapped");
        }
        if (quiescent && !object.fences().isIdle()) {
            violations.add("P10: " + object + " has unsettled fences at quiescence");
        }
    }

    /// While the manager is suspended: the device may be closed by now.
    private void nothingThere() {
        if (deviceBytes + hostBytes + parts.capturer().bounceBytes() > 0) {
            violations.add("P10: something is on a device that was left");
        }
        if (parts.isHeld()) {
            violations.add("P5: a device was left while somebody may read through what was bound");
        }
        if (!parts.schedule().isIdle()) {
            violations.add("P10: something is under way on a device that was left");
        }
    }

    /// An adopted object is where it always is, from the first to the last.
    private void walkAdopted(BufferObject object) {
        Extent place = object.adoptedPlace();
        Backing device = object.device();
        if (place == null) {
            return;
        }
        if (device == null) {
            violations.add("P10: " + object + " was adopted and has left its place");
        } else if (!device.extents().ranges().equals(List.of(place.in(Device.DEVICE_HEAP)))) {
            violations.add("P10: " + object + " was adopted and is in another place");
        }
    }

    /// What was adopted is an object's, or on its way back, or never goes back.
    private void accountAdopted() {
        AdoptedSpace adopted = parts.residency().adopted();
        if (adopted.ownedBytes() != adoptedBytes
                || adopted.sizeBytes() - adopted.leftBytes() != adoptedBytes) {
            violations.add(
                    "P10: of adopted memory %d bytes are not left and %d owned, objects own %d"
                            .formatted(
                                    adopted.sizeBytes() - adopted.leftBytes(),
                                    adopted.ownedBytes(),
                                    adoptedBytes));
        }
    }

    private long walk(BufferObject object, @Nullable Backing backing, boolean quiescent) {
        if (backing == null) {
            return 0;
        }
        if (backing.extents().holders() < 1) {
            violations.add("ownership: a backing of " + object + " has given its extents back");
        }
        if (quiescent && !backing.arrival().isSettled()) {
            violations.add("P6: the arrival of " + object + " has not settled at quiescence");
        }
        if (quiescent) {
            walkReferences(object, backing);
        }
        for (MoveListener listener : backing.listeners()) {
            if (quiescent && listener instanceof Binding binding && binding.holds() != 1) {
                violations.add(
                        "P10: " + object + " is held " + binding.holds() + " times at quiescence");
            }
        }
        return backing.takenBytes();
    }

    /// With nothing under way a list is referred to by its backing and by what is bound of it.
    private void walkReferences(BufferObject object, Backing backing) {
        long expected = 1 + backing.listeners().stream().filter(Binding.class::isInstance).count();
        if (backing.extents().holders() != expected) {
            violations.add(
                    "P10: the extents of "
                            + object
                            + " have "
                            + backing.extents().holders()
                            + " references at quiescence, "
                            + expected
                            + " are accounted for");
        }
    }

    private void account(Region region, long ownedBytes) {
        long takenBytes = region.sizeBytes() - region.freeBytes() - region.quarantinedBytes();
        if (takenBytes != ownedBytes) {
            violations.add(
                    "P10: region "
                            + region.name()
                            + " has given out "
                            + takenBytes
                            + " bytes, objects own "
                            + ownedBytes);
        }
    }

    private void nothingLeft() {
        if (!parts.residency().adopted().pending().isEmpty()) {
            violations.add("P10: adopted memory has not been let go");
        }
        if (!parts.capturer().isIdle()) {
            violations.add("P10: a capture holds something");
        }
        if (!parts.schedule().isIdle()) {
            int commands = parts.schedule().pending(Integer.MAX_VALUE).size();
            violations.add("P10: " + commands + " commands unsettled");
        }
        for (Tenant tenant : parts.tenants()) {
            if (!tenant.isIdle()) {
                violations.add("P10: client \"" + tenant.name() + "\" has submissions in flight");
            }
            if (!tenant.space().isAccounted()) {
                violations.add("P10: client \"" + tenant.name() + "\" has leaked addresses");
            }
            if (tenant.space().hasPendingUnbinds()) {
                violations.add("P10: client \"" + tenant.name() + "\" has pending unbinds");
            }
        }
        for (Region region : List.of(parts.residency().device(), parts.residency().host())) {
            RegionUsage usage = region.usage();
            if (usage.pendingBytes() != 0) {
                violations.add(
                        "P4: region "
                                + region.name()
                                + " has "
                                + usage.pendingBytes()
                                + " bytes waiting at quiescence");
            }
        }
    }
}
