package dev.holdfast.sim.unruly;

import dev.holdfast.sim.world.Chance;

/// How a device behaves.
///
/// @param chance what is drawn for it
/// @param deafOneIn of how many commands one finds its queue deaf; 0 for none
/// @param disobeys of a hundred resets, so many are not done
/// @param races true if the world goes on while a reset is under way
/// @param meanwhile lets one thing happen
public record Temper(
        Chance chance, int deafOneIn, int disobeys, boolean races, Runnable meanwhile) {
    private static final int MOST = 12;

    /// True for the one command at which a queue falls deaf.
    boolean turnsDeaf() {
        return deafOneIn > 0 && chance.oneIn(deafOneIn);
    }

    /// True if a reset is not done.
    boolean isDisobedient() {
        return chance.percent(disobeys);
    }

    /// Lets some things happen, or none.
    void whileItLasts() {
        if (races && chance.oneIn(2)) {
            for (int left = chance.between(1, MOST); left > 0; left--) {
                meanwhile.run();
            }
        }
    }
}
