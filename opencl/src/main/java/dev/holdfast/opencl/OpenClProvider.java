package dev.holdfast.opencl;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Workers;
import dev.holdfast.device.unit.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// OpenCL, for [java.util.ServiceLoader]: the first device there is, and each one by number.
public final class OpenClProvider implements DeviceProvider {
    private final Supplier<Discovery> look;
    private @Nullable Discovery found;

    /// Looks what there is, but not before somebody asks: loading drivers takes a while, and who
    /// wants another backend has no use for them.
    public OpenClProvider() {
        this(Discovery::look);
    }

    /// What is found by `look`.
    OpenClProvider(Supplier<Discovery> look) {
        this.look = look;
    }

    private synchronized Discovery discovery() {
        if (found == null) {
            found = look.get();
        }
        return found;
    }

    @Override
    public String name() {
        return "opencl";
    }

    @Override
    public String description() {
        if (discovery().devices().isEmpty()) {
            return "no OpenCL device: " + discovery().reason();
        }
        String others = discovery().reason();
        return describe(discovery().devices().getFirst())
                + (others.isEmpty() ? "" : " (passed over: " + others + ")");
    }

    @Override
    public Device open(DeviceOptions options, Workers workers) {
        if (discovery().devices().isEmpty()) {
            throw new IllegalArgumentException(discovery().reason());
        }
        ClDevice first = discovery().devices().getFirst();
        return open(first, options, workers);
    }

    private static Device open(ClDevice device, DeviceOptions options, Workers workers) {
        var completions = Completions.configured(device.calls());
        Device opened = Opening.open(device, options, completions, workers);
        Opening.warn(device);
        return opened;
    }

    @Override
    public List<DeviceProvider> devices() {
        List<DeviceProvider> providers = new ArrayList<>();
        for (ClDevice device : discovery().devices()) {
            providers.add(new Numbered(name() + ":" + providers.size(), device));
        }
        return providers;
    }

    private static String describe(ClDevice device) {
        return "%s, %s, %s of memory; %s of %s"
                .formatted(
                        device.name(),
                        device.kind(),
                        Bytes.format(device.limits().memoryBytes()),
                        device.version(),
                        device.platformName());
    }

    /// One of the devices.
    ///
    /// @param name `opencl:1`
    /// @param device which it is
    private record Numbered(String name, ClDevice device) implements DeviceProvider {
        @Override
        public String driverName() {
            return device.name();
        }

        @Override
        public String description() {
            return describe(device);
        }

        @Override
        public Device open(DeviceOptions options, Workers workers) {
            return OpenClProvider.open(device, options, workers);
        }
    }
}
