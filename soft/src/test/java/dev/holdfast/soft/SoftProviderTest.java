package dev.holdfast.soft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.PlatformWorkers;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/// The embedded device is found.
final class SoftProviderTest {
    @Test
    void theServiceLoaderFindsIt() {
        List<DeviceProvider> found =
                ServiceLoader.load(DeviceProvider.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .filter(provider -> provider.name().equals("soft"))
                        .toList();
        assertEquals(1, found.size());
        assertTrue(found.getFirst().description().contains("embedded"));
    }

    @Test
    void sizesThatCannotBeAreRefusedInOneLine() {
        PlatformWorkers workers = new PlatformWorkers("provider");
        assertThrows(
                IllegalArgumentException.class,
                () -> new SoftProvider().open(DeviceOptions.of(1L << 60, 4096), workers));
        Device huge = new SoftProvider().open(DeviceOptions.of(1L << 46, 1L << 45), workers);
        assertEquals(1L << 46, huge.heaps().getFirst().sizeBytes());
        huge.close();
        workers.close();
    }
}
