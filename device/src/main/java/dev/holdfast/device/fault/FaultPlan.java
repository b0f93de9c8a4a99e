package dev.holdfast.device.fault;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/// A seeded script of faults. The decision for the n-th visit of a site depends on the seed, the
/// site and n alone, so a run is repeated by its seed whatever the threads do elsewhere.
///
/// Thread-safe: visits are counted atomically.
public final class FaultPlan {
    private final long seed;
    private final List<FaultSpec> specs;
    private final AtomicLongArray visits = new AtomicLongArray(FaultSite.values().length);
    private final AtomicLongArray injected;

    private FaultPlan(long seed, List<FaultSpec> specs) {
        this.seed = seed;
        this.specs = List.copyOf(specs);
        this.injected = new AtomicLongArray(specs.size());
    }

    /// A plan that does nothing.
    public static FaultPlan none() {
        return new FaultPlan(0, List.of());
    }

    /// The plan made of `specs`, whose shares are drawn by `seed`.
    public static FaultPlan of(long seed, List<FaultSpec> specs) {
        return new FaultPlan(seed, specs);
    }

    /// Counts a visit of `site` and answers what happens there this time; where several specs
    /// apply, the first one given wins.
    public Optional<FaultAction> visit(FaultSite site) {
        return hit(site).map(FaultHit::action);
    }

    /// As [#visit], with the visit's number and draw: whoever asked for those afterwards could be
    /// told those of another thread's visit.
    public Optional<FaultHit> hit(FaultSite site) {
        long visit = visits.incrementAndGet(site.ordinal());
        for (int i = 0; i < specs.size(); i++) {
            FaultSpec spec = specs.get(i);
            if (spec.site() == site && hits(i, spec, visit)) {
                injected.incrementAndGet(i);
                return Optional.of(new FaultHit(spec.action(), visit, draw(site, visit)));
            }
        }
        return Optional.empty();
    }

    /// What the plan was made of: for a decorator to refuse what it cannot do.
    public List<FaultSpec> specs() {
        return specs;
    }

    /// True when nothing will ever be injected.
    public boolean isEmpty() {
        return specs.isEmpty();
    }

    /// How often `site` was visited.
    public long visits(FaultSite site) {
        return visits.get(site.ordinal());
    }

    /// How many visits were hit, over all sites.
    public long injected() {
        long total = 0;
        for (int i = 0; i < specs.size(); i++) {
            total += injected.get(i);
        }
        return total;
    }

    /// How many visits were hit by `spec`; none if the plan is not made of it.
    public long injected(FaultSpec spec) {
        int index = specs.indexOf(spec);
        return index < 0 ? 0 : injected.get(index);
    }

    /// A number that depends on the seed, the site and `visit` alone: what a decorator uses to
    /// choose, for instance, how much of a failing copy is done.
    public long draw(FaultSite site, long visit) {
        return mix(seed * 0x9E3779B97F4A7C15L + site.ordinal() * 0xD1B54A32D192ED03L + visit);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /// Each spec draws for itself: two shares of one site are independent, and what [#draw] answers
    /// for a visit says nothing of whether it was hit.
    private boolean hits(int index, FaultSpec spec, long visit) {
        return switch (spec.time()) {
            case FaultTime.Always() -> true;
            case FaultTime.Nth(long count) -> visit == count;
            case FaultTime.Share(double fraction) ->
                    (mix(draw(spec.site(), visit) + (index + 1) * 0xA0761D6478BD642FL) >>> 11)
                                    * 0x1.0p-53
                            < fraction;
        };
    }
}
