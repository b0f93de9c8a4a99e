package dev.holdfast.soak;

import dev.holdfast.device.DeviceProvider;
import java.util.List;
import java.util.ServiceLoader;

/// The backends that there are here.
final class Devices {
    private Devices() {}

    /// The one of that name, `opencl` or `opencl:1`; throws [IllegalArgumentException] with a line
    /// for people if there is none.
    static DeviceProvider named(String name) {
        List<DeviceProvider> providers =
                ServiceLoader.load(DeviceProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        for (DeviceProvider provider : providers) {
            if (provider.name().equals(name)) {
                return provider;
            }
            if (name.startsWith(provider.name() + ':')) {
                return provider.devices().stream()
                        .filter(device -> device.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> none(name, provider.devices(), provider.description()));
            }
        }
        throw none(name, providers, "");
    }

    private static IllegalArgumentException none(
            String name, List<DeviceProvider> there, String otherwise) {
        List<String> names = there.stream().map(DeviceProvider::name).toList();
        return new IllegalArgumentException(
                "there is no device \"%s\" here: %s"
                        .formatted(name, names.isEmpty() ? otherwise : "choose from " + names));
    }
}
