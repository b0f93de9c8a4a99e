package dev.holdfast.memory.recovery;

import dev.holdfast.device.Device;
import dev.holdfast.device.HeapInfo;
import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fence.ForeignCode;
import dev.holdfast.device.fence.InvariantError;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.binding.ClientSpace;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.Layout;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.submit.Tenant;
import dev.holdfast.memory.work.ResumeOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One try to go on with a device.
final class Resumption {
    private static final long LEAST_BYTES = 256;

    private final Suspension.Surroundings around;
    private final Suspension.Departed departed;
    private final Device device;
    private final boolean same;
    private DeviceSlot.@Nullable Newcomer newcomer;
    private final Map<Tenant, Optional<ClientSpace.Made>> tables = new LinkedHashMap<>();

    @SuppressWarnings("ReferenceEquality") // the very device
    Resumption(Suspension.Surroundings around, Suspension.Departed departed, Device device) {
        this.around = around;
        this.departed = departed;
        this.device = device;
        this.same = device == around.slot().last();
    }

    /// Goes on; `opening` has the manager accept work again, under the ledger.
    ResumeOutcome resume(Runnable opening) {
        try {
            Optional<String> obstacle = prepared();
            return obstacle.isPresent()
                    ? new ResumeOutcome.Refused(obstacle.get())
                    : around.unwatched().seeingThrough(() -> commit(opening));
        } finally {
            // those that were not given: of clients that have gone meanwhile, or all
            tables.values().forEach(made -> made.ifPresent(each -> Suspension.close(each.table())));
        }
    }

    /// Asks the device everything that there is to ask. What it throws is why it is not taken.
    private Optional<String> prepared() {
        try {
            newcomer = DeviceSlot.Newcomer.of(device);
            Optional<String> obstacle = unfit();
            if (obstacle.isEmpty()) {
                makeTables();
            }
            return obstacle;
        } catch (InvariantError ours) {
            throw ours;
        } catch (Throwable thrown) {
            return Optional.of("the device threw " + ForeignCode.words(thrown));
        }
    }

    private Optional<String> unfit() {
        Optional<Fault> lost = DeviceSlot.lost(device);
        if (lost.isPresent()) {
            return Optional.of("that device is lost: " + lost.get());
        }
        if (same && departed.unsound()) {
            return Optional.of(
                    "commands that were not stopped may still write to that device's memory: close"
                            + " it and open another");
        }
        if (newcomer().info().addressSpaces() != around.slot().info().addressSpaces()) {
            return Optional.of("one of the two devices has address spaces, and the other has none");
        }
        if (newcomer().info().contiguousOnly() != around.slot().info().contiguousOnly()) {
            return Optional.of(
                    "objects are one range on one of the two devices, and not on the other");
        }
        for (HeapInfo heap : newcomer().heaps()) {
            if (heap.sizeBytes() < Math.max(LEAST_BYTES, heap.alignmentBytes())) {
                return Optional.of("it has next to no memory of one kind");
            }
        }
        return Optional.empty();
    }

    private void makeTables() {
        List<Tenant> tenants;
        try (var _ = around.ledger().enter()) {
            tenants = around.tenants().stream().filter(each -> !each.isClosed()).toList();
        }
        for (Tenant tenant : tenants) {
            tables.put(tenant, ClientSpace.made(device, tenant.name()));
        }
    }

    /// Under the ledger. Checks first; from then on nothing can fail.
    private ResumeOutcome commit(Runnable opening) {
        Optional<String> obstacle = tooSmall();
        if (obstacle.isPresent()) {
            return new ResumeOutcome.Refused(obstacle.get());
        }
        around.slot().put(newcomer());
        begin(around.residency().device());
        begin(around.residency().host());
        around.residency().adopted().begin();
        around.schedule().begin();
        tables.entrySet().removeIf(each -> given(each.getKey(), each.getValue()));
        around.capturer().resume();
        opening.run();
        int bound = bindAgain();
        return new ResumeOutcome.Resumed(bound, wanted().size() - bound);
    }

    private static boolean given(Tenant tenant, Optional<ClientSpace.Made> table) {
        if (tenant.isClosed()) {
            return false;
        }
        tenant.space().givePageTable(table);
        return true;
    }

    private DeviceSlot.Newcomer newcomer() {
        return java.util.Objects.requireNonNull(newcomer);
    }

    private Optional<String> tooSmall() {
        HeapInfo onDevice = newcomer().heaps().get(Device.DEVICE_HEAP);
        long onHost = newcomer().heaps().get(Device.HOST_HEAP).sizeBytes();
        long largest =
                newcomer().info().contiguousOnly()
                        ? onDevice.slabBytes()
                        : Math.max(onDevice.sizeBytes(), onHost);
        for (BufferObject object : around.objects()) {
            if (object.sizeBytes() > largest) {
                return Optional.of(
                        object + " is larger than anything may be there: " + Bytes.format(largest));
            }
        }
        for (Map.Entry<Tenant, Optional<ClientSpace.Made>> each : tables.entrySet()) {
            if (!each.getKey().space().fits(each.getValue())) {
                return Optional.of(
                        "addresses of client \"" + each.getKey().name() + "\" are not good on it");
            }
        }
        return Optional.empty();
    }

    /// The memory of a device that was never closed holds what it held.
    private void begin(Region region) {
        boolean zeroed = newcomer().heaps().get(region.heap()).zeroed() && !same;
        region.begin(
                Layout.of(around.slot(), region.heap()),
                zeroed ? ContentTag.CLEAN : ContentTag.MIXED);
    }

    private List<Bound> wanted() {
        return departed.bound().stream().filter(Bound::isWanted).toList();
    }

    /// Binds what was bound, as much as there is room for, most recently used first; in the order
    /// in which it was used, so that it stays that. Answers how many ranges that were.
    private int bindAgain() {
        List<Bound> wanted = wanted();
        Set<BufferObject> fitting = fitting(wanted);
        int bound = 0;
        for (Bound each : wanted) {
            if (fitting.contains(each.object()) && around.residency().bringBack(each.object())) {
                each.again();
                bound++;
            }
        }
        return bound;
    }

    private Set<BufferObject> fitting(List<Bound> wanted) {
        Region region = around.residency().device();
        long left = region.freeBytes();
        Set<BufferObject> fitting = new HashSet<>();
        for (Bound each : new ArrayList<>(wanted).reversed()) {
            long bytes = region.roundedBytes(each.object().sizeBytes());
            if (bytes <= left && fitting.add(each.object())) {
                left -= bytes;
            }
        }
        return fitting;
    }
}
