package dev.holdfast.sim.shape;

import dev.holdfast.sim.world.Chance;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Draws shapes. What is rare in the world is common here: memory is short, things go wrong often,
/// and now and then a whole kind of action is left out, so that others come closer together.
public final class ShapeDraw {
    /// Of those that were there from the start.
    private static final int KINDS = ActionKind.SUSPEND.ordinal() + 1;

    private static final int GRANULE = 256;
    private static final int SLABS = 4;
    private static final long SALT = 0x5AFE;
    private static final long FLAT_SALT = 0xF1A7;

    /// Drawn apart, so that episodes without a watchdog are what they were.
    private static final long WATCH_SALT = 0xD06;

    private static final long BOUNCE_SALT = 0xB0B;
    private static final long UNSTEADY_SALT = 0x71C;
    private static final long LATE_SALT = 0x1A7E;
    private static final long RUDE_SALT = 0xB00;

    /// Host memory from which a manager sets some aside to copy through what the CPU does not see.
    private static final int BOUNCING_BYTES = 1 << 22;

    private final FaultMenu menu;

    /// Draws with faults of `menu`.
    public ShapeDraw(FaultMenu menu) {
        this.menu = menu;
    }

    /// The shape that `seed` stands for.
    public Shape draw(long seed) {
        Shape shape = common(seed);
        Set<ActionKind> without = EnumSet.noneOf(ActionKind.class);
        without.addAll(shape.without());
        for (ActionKind kind : ActionKind.values()) {
            if (kind.isLate()) {
                without.add(kind);
            }
        }
        return shape.without(without);
    }

    /// The same, with the kinds of actions that came late in three of four episodes, and drivers
    /// that throw in one of four.
    public Shape drawEverything(long seed) {
        Shape shape = late(common(seed), new Chance(Chance.derive(seed, LATE_SALT)));
        return rude(shape, new Chance(Chance.derive(seed, RUDE_SALT)));
    }

    private Shape common(long seed) {
        Chance chance = new Chance(Chance.derive(seed, SALT));
        Shape shape = memory(players(Shape.least(), chance), chance);
        shape = troubles(waits(shape, chance), chance);
        shape = flat(shape.without(leftOut(chance)), seed);
        shape = watched(shape, new Chance(Chance.derive(seed, WATCH_SALT)));
        shape = bounced(shape, new Chance(Chance.derive(seed, BOUNCE_SALT)));
        return unsteady(shape, new Chance(Chance.derive(seed, UNSTEADY_SALT)));
    }

    /// One episode in three is on a device without page tables, where space comes in twice the
    /// units and an object is at most a slab, a quarter of it. Drawn apart, so that the others are
    /// what they were without.
    private static Shape flat(Shape from, long seed) {
        if (!new Chance(Chance.derive(seed, FLAT_SALT)).oneIn(3)) {
            return from;
        }
        int device = 2 * from.get(Dial.DEVICE_BYTES);
        return from.with(Dial.FLAT, 1)
                .with(Dial.DEVICE_BYTES, device)
                .with(Dial.HOST_BYTES, 2 * from.get(Dial.HOST_BYTES))
                .with(Dial.WORDS, Math.min(from.get(Dial.WORDS), device / SLABS / Long.BYTES));
    }

    private static Shape players(Shape from, Chance chance) {
        return from.with(Dial.STEPS, chance.between(600, 6000))
                .with(Dial.TURNS, Dial.TURNS.most())
                .with(Dial.CLIENTS, chance.between(1, 5))
                .with(Dial.OBJECTS, chance.between(3, 28))
                .with(Dial.WINDOW, chance.between(2, 12))
                .with(Dial.DEPTH, chance.between(0, 3))
                .with(Dial.FAVOURED, chance.oneIn(2) ? 0 : chance.between(1, KINDS));
    }

    private static Shape memory(Shape from, Chance chance) {
        int device = GRANULE * (chance.oneIn(8) ? chance.between(48, 256) : chance.between(6, 48));
        int host = device / 4 * chance.between(2, 16);
        // objects together are one and a half to six times the device
        int fair = device / 8 * chance.between(3, 12) / 2 / from.get(Dial.OBJECTS);
        int words = Math.max(8, Math.min(Math.min(1024, fair * 2), device / 8 / 3));
        int visible = chance.oneIn(2) ? 100 : chance.oneIn(2) ? 0 : chance.between(1, 99);
        return from.with(Dial.DEVICE_BYTES, device)
                .with(Dial.HOST_BYTES, Math.max(host, 2 * GRANULE))
                .with(Dial.WORDS, words)
                .with(Dial.VISIBLE, visible)
                .with(Dial.CHUNK_BYTES, GRANULE << chance.below(4))
                .with(Dial.HEADROOM_BYTES, GRANULE * (chance.oneIn(2) ? 0 : chance.between(1, 8)))
                .with(Dial.CLEAN, chance.oneIn(3) ? 0 : chance.between(10, 80));
    }

    private static Shape waits(Shape from, Chance chance) {
        return from.with(Dial.KERNEL_NANOS, chance.oneIn(3) ? 0 : chance.between(1_000, 100_000))
                .with(Dial.LINK_BYTES, chance.oneIn(4) ? chance.between(10_000, 1_000_000) : 0)
                .with(Dial.FOREIGN, chance.oneIn(3) ? 0 : chance.between(1, 12))
                .with(Dial.DEADLINE_NANOS, chance.between(5_000, 500_000))
                .with(Dial.INTERRUPT_ONE_IN, chance.oneIn(3) ? 0 : chance.between(4, 80))
                .with(Dial.ABRUPT, chance.oneIn(3) ? 100 : 0);
    }

    private Shape troubles(Shape from, Chance chance) {
        int kernels = chance.oneIn(2) ? 0 : chance.between(1, 12);
        List<String> faults = new ArrayList<>();
        int most = chance.oneIn(4) ? 0 : chance.between(1, 4);
        for (int i = 0; i < most && !menu.families().isEmpty(); i++) {
            List<String> family = menu.families().get(chance.below(menu.families().size()));
            String spec = family.get(chance.below(family.size()));
            if (!faults.contains(spec)) {
                faults.add(spec);
            }
        }
        return from.with(Dial.KERNEL_FAULTS, kernels).withFaults(faults);
    }

    /// One episode in four has a watchdog, or work with limits; then something hangs, mostly.
    /// Nobody suspends there: what has to be when is judged by an account of one device.
    private Shape watched(Shape from, Chance chance) {
        if (!chance.oneIn(4)) {
            return from;
        }
        int limit = chance.oneIn(8) ? 0 : chance.between(20_000, 400_000);
        boolean beats = limit > 0 && chance.oneIn(2);
        boolean hangs = !chance.oneIn(4);
        List<String> faults = new ArrayList<>(from.faults());
        if (hangs) {
            addOneOf(faults, menu.hangs(), chance);
        }
        if (beats && chance.oneIn(4)) {
            addOneOf(faults, menu.losses(), chance);
        }
        Set<ActionKind> without = EnumSet.of(ActionKind.SUSPEND);
        without.addAll(from.without());
        return from.without(without)
                .withFaults(faults)
                .with(Dial.WATCHDOG_NANOS, limit)
                .with(Dial.HEARTBEAT_NANOS, beats ? chance.between(20_000, 400_000) : 0)
                .with(Dial.TIME_LIMITS, limit == 0 || chance.oneIn(3) ? 30 : 0)
                .with(Dial.DEAF_ONE_IN, deaf(beats, chance))
                .with(Dial.DISOBEYED, chance.oneIn(2) ? 0 : chance.oneIn(3) ? 100 : 5);
    }

    /// Some episodes in which the CPU does not see everything have host memory in plenty: captures
    /// there fetch what it does not see.
    private static Shape bounced(Shape from, Chance chance) {
        boolean may = from.get(Dial.VISIBLE) < 100 && chance.oneIn(3);
        return may
                ? from.with(Dial.HOST_BYTES, BOUNCING_BYTES)
                        .with(Dial.CAPTURE_NANOS, chance.between(200_000, 20_000_000))
                : from;
    }

    /// In one episode of three time is not steady.
    private static Shape unsteady(Shape from, Chance chance) {
        return chance.oneIn(3) ? from.with(Dial.UNSTEADY_ONE_IN, chance.between(60, 2000)) : from;
    }

    /// In one episode of four the driver throws now and then.
    private static Shape rude(Shape from, Chance chance) {
        return chance.oneIn(4) ? from.with(Dial.RUDE_ONE_IN, chance.between(20, 1000)) : from;
    }

    /// One episode in four has none of the kinds that came late; the others have most of them.
    private static Shape late(Shape from, Chance chance) {
        boolean none = chance.oneIn(4);
        Set<ActionKind> without = EnumSet.noneOf(ActionKind.class);
        without.addAll(from.without());
        for (ActionKind kind : ActionKind.values()) {
            boolean leftOut = chance.oneIn(4);
            if (kind.isLate() && (none || leftOut)) {
                without.add(kind);
            }
        }
        Shape shape = from.without(without);
        if (none) {
            return shape;
        }
        if (shape.get(Dial.FAVOURED) == 0 && chance.oneIn(4)) {
            shape = shape.with(Dial.FAVOURED, chance.between(KINDS + 1, Dial.FAVOURED.most()));
        }
        return shape.with(Dial.USE_NANOS, chance.oneIn(5) ? chance.between(20_000, 2_000_000) : 0)
                .with(Dial.HANDED, chance.oneIn(4) ? 1 : 0)
                .with(Dial.RECORDED, chance.oneIn(10) ? 1 : 0);
    }

    private static int deaf(boolean beats, Chance chance) {
        if (beats) {
            return chance.oneIn(4) ? 0 : chance.between(50, 800);
        }
        return chance.oneIn(2) ? 0 : chance.between(100, 2000);
    }

    private static void addOneOf(List<String> faults, List<String> specs, Chance chance) {
        if (!specs.isEmpty()) {
            String spec = specs.get(chance.below(specs.size()));
            if (!faults.contains(spec)) {
                faults.add(spec);
            }
        }
    }

    private static Set<ActionKind> leftOut(Chance chance) {
        Set<ActionKind> out = EnumSet.noneOf(ActionKind.class);
        for (ActionKind kind : ActionKind.values()) {
            boolean needed =
                    kind == ActionKind.SUBMIT
                            || kind == ActionKind.CREATE
                            || kind == ActionKind.SETTLE;
            if (!kind.isLate() && !needed && chance.oneIn(8)) {
                out.add(kind);
            }
        }
        return out;
    }
}
