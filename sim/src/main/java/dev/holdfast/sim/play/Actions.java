package dev.holdfast.sim.play;

import dev.holdfast.sim.shape.ActionKind;
import dev.holdfast.sim.shape.Dial;
import java.util.EnumMap;
import java.util.Map;

/// Everything that may be done, and how often each kind is chosen.
final class Actions {
    private static final int FAVOUR = 5;

    private final Stage stage;
    private final ActionKind[] byWeight;
    private final Action[] actions = new Action[ActionKind.values().length];
    private final Mapping mapping;
    private final Pinning pinning;
    private final Upkeep upkeep;
    private final Capturing capturing;
    private final Leaving leaving;
    private final Lending lending;
    private final Using using;
    private final Idling idling;
    private final Adopting adopting;

    Actions(Stage stage, RudeCallbacks rude) {
        this.stage = stage;
        this.mapping = new Mapping(stage);
        this.pinning = new Pinning(stage);
        this.upkeep = new Upkeep(stage);
        this.capturing = new Capturing(stage);
        Creating creating = new Creating(stage);
        this.lending = new Lending(stage, creating);
        Sharing sharing = new Sharing(stage);
        this.leaving = new Leaving(stage);
        this.using = new Using(stage);
        this.idling = new Idling(stage, using);
        this.adopting = new Adopting(stage, using);
        Map<ActionKind, Action> all = new EnumMap<>(ActionKind.class);
        all.put(ActionKind.SUBMIT, new Submitting(stage, upkeep, rude));
        all.put(ActionKind.CREATE, creating::create);
        all.put(ActionKind.LEND, creating::lend);
        all.put(ActionKind.CLOSE, leaving::close);
        all.put(ActionKind.MAP, mapping::map);
        all.put(ActionKind.UNMAP, mapping::goOn);
        all.put(ActionKind.GRANT, sharing::grant);
        all.put(ActionKind.REVOKE, sharing::revoke);
        all.put(ActionKind.PIN, pinning::pin);
        all.put(ActionKind.UNPIN, pinning::unpin);
        all.put(ActionKind.ACCEPT, pinning::accept);
        all.put(ActionKind.LEAVE, leaving::leave);
        all.put(ActionKind.SETTLE, upkeep::settle);
        all.put(ActionKind.RESET, upkeep::reset);
        all.put(ActionKind.CAPTURE, capturing::act);
        all.put(ActionKind.SUSPEND, new Suspending(stage, pinning)::act);
        putLate(stage, all);
        all.forEach((kind, action) -> actions[kind.ordinal()] = action);
        this.byWeight = byWeight();
    }

    private void putLate(Stage stage, Map<ActionKind, Action> all) {
        all.put(ActionKind.USE, using::begin);
        all.put(ActionKind.END_USE, using::goOn);
        all.put(ActionKind.ADOPT, adopting::adopt);
        all.put(ActionKind.CLEAR, new Clearing(stage)::clear);
        all.put(ActionKind.EXPECT, idling::expect);
        all.put(ActionKind.IDLE, idling::idle);
        all.put(ActionKind.AWAIT_IDLE, idling::awaitIdle);
        all.put(ActionKind.LISTEN, stage.listening()::turn);
        all.put(ActionKind.WRAP, lending::wrap);
        all.put(ActionKind.VANISH, lending::vanish);
    }

    private ActionKind[] byWeight() {
        var chosen = new java.util.ArrayList<ActionKind>();
        for (ActionKind kind : ActionKind.values()) {
            boolean favoured = stage.shape().get(Dial.FAVOURED) == kind.ordinal() + 1;
            int weight = kind.weight() * (favoured ? FAVOUR : 1);
            for (int i = 0; stage.shape().does(kind) && i < weight; i++) {
                chosen.add(kind);
            }
        }
        return chosen.toArray(new ActionKind[0]);
    }

    /// Brings the first clients in.
    void begin() {
        leaving.fill();
    }

    /// Something, by somebody. False if nothing has changed.
    boolean any() {
        return actions[byWeight[stage.chance().below(byWeight.length)].ordinal()].act();
    }

    Mapping mapping() {
        return mapping;
    }

    Pinning pinning() {
        return pinning;
    }

    Capturing capturing() {
        return capturing;
    }

    Using using() {
        return using;
    }

    Idling idling() {
        return idling;
    }

    Adopting adopting() {
        return adopting;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    /// Who lends memory; closed when nobody can need any of it.
    Lending lending() {
        return lending;
    }
}
