package dev.holdfast.memory.residency;

import dev.holdfast.device.HeapRange;
import dev.holdfast.device.fence.Fence;
import dev.holdfast.memory.object.Backing;
import dev.holdfast.memory.object.BufferObject;
import dev.holdfast.memory.region.AllocationOutcome;
import dev.holdfast.memory.region.ContentTag;
import dev.holdfast.memory.region.Extent;
import dev.holdfast.memory.region.GrantedExtent;
import dev.holdfast.memory.region.Occupant;
import dev.holdfast.memory.region.Region;
import dev.holdfast.memory.region.Vacancy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// Device memory where every object is one range. How much is free says little there: what counts
/// is where.
///
/// What fits into a free run is granted that at once, in earnest, and given back if the plan comes
/// to nothing. For each of the others the cheapest place is taken whose occupants may go; largest
/// first, as for the small ones there is room left beside the large. A place that is taken is
/// *claimed*: what leaves for it is free for later ones too, but for the claim.
final class Pieces implements Ground {
    private static final int NAMED = 8;

    /// Among so many residents, looking at every place takes longer than a submission may.
    private static final int MANY = 64;

    /// Around how many of those that are let go first a place is looked for then.
    private static final int COLDEST = 16;

    private final Region device;
    private final EvictionPolicy policy;
    private final ToDoubleFunction<BufferObject> cost;
    private final boolean reserving;
    private final Map<BufferObject, GrantedExtent> granted = new LinkedHashMap<>();
    private final Set<BufferObject> leaving = new LinkedHashSet<>();
    private final List<Extent> claimed = new ArrayList<>();

    /// The places of `device`, whose residents `policy` keeps in order; `cost` says what it costs
    /// that somebody goes. If not `reserving`, what is free is a place like any other, that costs
    /// nothing.
    Pieces(
            Region device,
            EvictionPolicy policy,
            ToDoubleFunction<BufferObject> cost,
            boolean reserving) {
        this.device = device;
        this.policy = policy;
        this.cost = cost;
        this.reserving = reserving;
    }

    @Override
    public List<Use> begin(List<Use> needed) {
        List<Use> order = new ArrayList<>(needed);
        if (order.size() > 1) {
            order.sort(Comparator.comparingLong((Use use) -> use.object().sizeBytes()).reversed());
        }
        if (!reserving) {
            return order;
        }
        for (Use use : order) {
            var request = Backings.request(use.object(), true, !Plan.needsContent(use));
            if (device.allocate(request) instanceof AllocationOutcome.Granted(var extents)) {
                granted.put(use.object(), extents.getFirst());
            }
        }
        // those that need nobody to go come first: their copies can start
        order.sort(Comparator.comparing(use -> !granted.containsKey(use.object())));
        return order;
    }

    @Override
    public void leaves(BufferObject resident) {
        leaving.add(resident);
    }

    @Override
    public long largestBytes() {
        return device.largestPieceBytes();
    }

    @Override
    public void undo() {
        granted.values()
                .forEach(each -> {
                    List<Fence> provided = each.provided();
                    boolean plain = provided.size() < 2;
                    device.free(
                            each.extent(),
                            each.ready(),
                            plain ? each.tag() : ContentTag.MIXED,
                            plain && !provided.isEmpty() ? provided.getFirst() : null);
                });
        granted.clear();
    }

    @Override
    public Find find(Use use, Predicate<BufferObject> mayGo) {
        GrantedExtent extent = granted.get(use.object());
        if (extent != null) {
            return new Find.Found(List.of(), new Spot.Reserved(extent));
        }
        long bytes = device.roundedBytes(use.object().sizeBytes());
        Set<BufferObject> fixed = new LinkedHashSet<>();
        Vacancy.Judge judge = occupant -> cost(occupant, mayGo, fixed);
        Optional<Vacancy> vacancy = Optional.empty();
        if (reserving && policy.size() >= MANY) {
            vacancy = amongColdest(bytes, judge, mayGo);
        }
        if (vacancy.isEmpty()) {
            vacancy = device.vacancy(bytes, judge, claimed);
        }
        if (vacancy.isEmpty()) {
            List<String> names = fixed.stream().limit(NAMED).map(Object::toString).toList();
            return new Find.Missing(new Room.InTheWay(device.name(), bytes, names));
        }
        claimed.add(vacancy.get().place());
        List<BufferObject> go = new ArrayList<>();
        for (Occupant occupant : vacancy.get().occupants()) {
            if (occupant instanceof BufferObject resident && leaving.add(resident)) {
                go.add(resident);
            }
        }
        return new Find.Found(go, new Spot.Vacated(vacancy.get().place()));
    }

    /// The cheapest place around those that are let go first, if who leaves for it is missed no
    /// more than the last of them would be. Where all objects are of one size that is the very
    /// first.
    private Optional<Vacancy> amongColdest(
            long bytes, Vacancy.Judge judge, Predicate<BufferObject> mayGo) {
        List<BufferObject> coldest = new ArrayList<>(COLDEST);
        List<Extent> near = new ArrayList<>(COLDEST);
        policy.candidates(candidate -> {
            Backing backing = candidate.device();
            if (backing != null && mayGo.test(candidate)) {
                coldest.add(candidate);
                HeapRange range = backing.extents().ranges().getFirst();
                near.add(new Extent(range.offset(), range.sizeBytes()));
            }
            return coldest.size() < COLDEST;
        });
        if (coldest.size() < COLDEST) {
            return Optional.empty();
        }
        double enough = cost.applyAsDouble(coldest.getLast());
        double each = enough / coldest.getLast().sizeBytes() * bytes;
        return device.vacancyNear(near, bytes, judge, claimed)
                .filter(found -> found.cost() <= each);
    }

    private double cost(Occupant occupant, Predicate<BufferObject> mayGo, Set<BufferObject> fixed) {
        if (!(occupant instanceof BufferObject resident) || Ground.bytesWon(resident) == 0) {
            return Double.POSITIVE_INFINITY;
        }
        if (leaving.contains(resident)) {
            return 0;
        }
        if (mayGo.test(resident)) {
            return cost.applyAsDouble(resident);
        }
        fixed.add(resident);
        return Double.POSITIVE_INFINITY;
    }
}
