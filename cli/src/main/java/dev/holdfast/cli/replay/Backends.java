package dev.holdfast.cli.replay;

import dev.holdfast.device.DeviceProvider;
import java.util.List;
import java.util.ServiceLoader;

/// The backends that this program was started with.
public final class Backends {
    private final List<DeviceProvider> providers;

    /// Looks for them.
    public Backends() {
        this.providers =
                ServiceLoader.load(DeviceProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }

    /// All of them.
    public List<DeviceProvider> all() {
        return providers;
    }

    /// The one of that name, `opencl` or `opencl:1`.
    public DeviceProvider named(String name) throws InputException {
        for (DeviceProvider provider : providers) {
            if (provider.name().equals(name)) {
                return provider;
            }
            if (name.startsWith(provider.name() + ':')) {
                return oneOf(provider, name);
            }
        }
        throw new InputException(
                "there is no device \"%s\" here: choose from %s"
                        .formatted(name, providers.stream().map(DeviceProvider::name).toList()));
    }

    private static DeviceProvider oneOf(DeviceProvider provider, String name)
            throws InputException {
        List<DeviceProvider> devices = provider.devices();
        for (DeviceProvider device : devices) {
            if (device.name().equals(name)) {
                return device;
            }
        }
        String there =
                devices.isEmpty()
                        ? provider.description()
                        : "there are " + devices.stream().map(DeviceProvider::name).toList();
        throw new InputException("there is no device \"%s\" here: %s".formatted(name, there));
    }
}
