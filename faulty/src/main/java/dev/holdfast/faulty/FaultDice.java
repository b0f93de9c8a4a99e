package dev.holdfast.faulty;

import dev.holdfast.device.fault.FaultAction;
import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSite;
import org.jspecify.annotations.Nullable;

/// Asks the plan, and keeps the number that was drawn together with the answer: two queues that
/// visit one site at once must not draw for each other's visit.
final class FaultDice {
    private final FaultPlan plan;

    /// Dice for `plan`, the only ones that visit the sites of a device.
    FaultDice(FaultPlan plan) {
        this.plan = plan;
    }

    /// What happens, and the number that decides how.
    ///
    /// @param action null for nothing
    /// @param visit which visit of the site it was
    /// @param draw the number
    record Roll(@Nullable FaultAction action, long visit, long draw) {}

    /// Visits `site`.
    synchronized Roll roll(FaultSite site) {
        FaultAction action = plan.visit(site).orElse(null);
        long visit = plan.visits(site);
        return new Roll(action, visit, plan.draw(site, visit));
    }
}
