package dev.holdfast.sim.unruly;

import dev.holdfast.device.Command;
import dev.holdfast.sim.watch.Rudeness;

/// Whoever knows what launches are for.
public interface LaunchBook {
    /// How long a launch may be the first of its queue, if it says so itself; else 0.
    long limitNanos(Command.Launch launch);

    /// The device has been given a launch.
    void given(Command.Launch launch, Charge charge);

    /// The device has answered that it takes a launch, as the manager wanted it to.
    void taken(Command.Launch launch);

    /// The driver throws instead of taking a launch, or takes it and throws all the same.
    void thrown(Command.Launch launch, Rudeness.Outburst outburst);

    /// The device has given a launch up without stopping it.
    void unstopped(Command.Launch launch);
}
