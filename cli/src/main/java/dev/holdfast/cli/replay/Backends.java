package dev.holdfast.cli.replay;

import dev.holdfast.device.DeviceChoice;
import dev.holdfast.device.DeviceProvider;
import java.util.List;
import java.util.ServiceLoader;

/// The backends that this program was started with.
public final class Backends {
    private final DeviceChoice choice = new DeviceChoice(ServiceLoader.load(DeviceProvider.class));

    /// Looks for them.
    public Backends() {}

    /// All of them.
    public List<DeviceProvider> all() {
        return choice.backends();
    }

    /// The device of that name: `opencl`, `opencl:1`, or what its driver calls it.
    public DeviceProvider named(String name) throws InputException {
        try {
            return choice.named(name);
        } catch (IllegalArgumentException none) {
            throw new InputException(String.valueOf(none.getMessage()), none);
        }
    }
}
