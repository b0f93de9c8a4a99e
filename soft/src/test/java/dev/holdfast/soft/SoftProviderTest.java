package dev.holdfast.soft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.device.DeviceProvider;
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
}
