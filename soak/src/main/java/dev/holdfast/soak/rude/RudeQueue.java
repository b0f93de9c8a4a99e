package dev.holdfast.soak.rude;

import dev.holdfast.device.Command;
import dev.holdfast.device.Completion;
import dev.holdfast.device.DeviceQueue;
import dev.holdfast.device.QueueKind;
import java.util.concurrent.atomic.AtomicInteger;

/// A queue that now and then throws at who hands a command over.
final class RudeQueue implements DeviceQueue {
    private static final int CALLS = 120;
    private static final int LONGEST_BURST = 4;

    private final DeviceQueue inner;
    private final Rudeness rudeness;
    private final Doubts doubts;
    private final RudeDevice.Strays strays;
    private final AtomicInteger burst = new AtomicInteger();

    RudeQueue(DeviceQueue inner, Rudeness rudeness, Doubts doubts, RudeDevice.Strays strays) {
        this.inner = inner;
        this.rudeness = rudeness;
        this.doubts = doubts;
        this.strays = strays;
    }

    @Override
    public QueueKind kind() {
        return inner.kind();
    }

    @Override
    public void submit(Command command, Completion completion) {
        boolean launch = command instanceof Command.Launch;
        if (doubts.take(Doubts.sizeBytes(command))) {
            Error doubt = rudeness.error(launch ? Kind.LAUNCH_IN_DOUBT : Kind.MOVE_IN_DOUBT);
            if (rudeness.below(2) == 0) {
                stray(command, completion);
            }
            throw doubt;
        }
        if (isRefused()) {
            throw rudeness.exception(launch ? Kind.LAUNCH_REFUSED : Kind.MOVE_REFUSED);
        }
        inner.submit(unwrapped(command), completion);
    }

    /// One in so many, and some of them several times: who tries again may have to do it thrice.
    private boolean isRefused() {
        if (burst.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return true;
        }
        boolean refused = rudeness.oneIn(CALLS);
        if (refused && rudeness.oneIn(3)) {
            burst.set(rudeness.below(LONGEST_BURST));
        }
        return refused;
    }

    private void stray(Command command, Completion completion) {
        strays.began();
        inner.submit(
                unwrapped(command),
                fault -> {
                    try {
                        completion.completed(fault);
                    } finally {
                        strays.ended();
                    }
                });
    }

    private static Command unwrapped(Command command) {
        return command instanceof Command.Launch launch
                ? new Command.Launch(
                        launch.kernel(),
                        launch.arguments(),
                        launch.scalars(),
                        launch.space().map(RudeSpace::unwrapped),
                        launch.dispatches())
                : command;
    }
}
