package dev.holdfast.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// The devices that there are here, and how one of them is asked for: by what chooses it, `soft`,
/// `opencl`, `opencl:1`, or by what its driver calls it, in whole or in part.
///
/// Who uses backends finds them: `new DeviceChoice(ServiceLoader.load(DeviceProvider.class))`.
public final class DeviceChoice {
    private final List<DeviceProvider> backends;

    /// Those of `backends`.
    public DeviceChoice(Iterable<DeviceProvider> backends) {
        List<DeviceProvider> all = new ArrayList<>();
        backends.forEach(all::add);
        this.backends = List.copyOf(all);
    }

    /// The backends, each of which has a device, or several, or none.
    public List<DeviceProvider> backends() {
        return backends;
    }

    /// The device that `name` asks for. Drivers are looked for only if it is no backend's name.
    /// Throws [IllegalArgumentException] with a line for people if there is none, or if the part of
    /// a name is in several.
    public DeviceProvider named(String name) {
        for (DeviceProvider backend : backends) {
            if (backend.name().equals(name)) {
                return backend;
            }
            if (name.startsWith(backend.name() + ':')) {
                return one(name, backend.devices(), each -> each.name().equals(name), backend);
            }
        }
        List<DeviceProvider> all =
                backends.stream().flatMap(each -> each.devices().stream()).toList();
        String asked = name.toLowerCase(Locale.ROOT);
        List<DeviceProvider> same =
                all.stream().filter(each -> driverName(each).equals(asked)).toList();
        if (same.size() == 1) {
            return same.getFirst();
        }
        return one(
                name,
                all,
                each -> driverName(each).contains(asked),
                backends.toArray(new DeviceProvider[0]));
    }

    private static String driverName(DeviceProvider device) {
        return device.driverName().toLowerCase(Locale.ROOT);
    }

    private static DeviceProvider one(
            String name,
            List<DeviceProvider> from,
            Predicate<DeviceProvider> isAsked,
            DeviceProvider... backends) {
        List<DeviceProvider> found =
                name.isBlank() ? List.of() : from.stream().filter(isAsked).toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(
                    "\"%s\" is in the names of several devices: %s".formatted(name, text(found)));
        }
        List<DeviceProvider> there = new ArrayList<>();
        for (DeviceProvider backend : backends) {
            there.addAll(backend.devices().isEmpty() ? List.of(backend) : backend.devices());
        }
        throw new IllegalArgumentException(
                "there is no device \"%s\" here: choose from %s".formatted(name, text(there)));
    }

    private static String text(List<DeviceProvider> devices) {
        return String.join(
                ", ",
                devices.stream()
                        .map(each ->
                                each.driverName().isEmpty()
                                        ? each.name()
                                        : each.name() + " (" + each.driverName() + ")")
                        .toList());
    }
}
