package dev.holdfast.memory.capture;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.DeviceProvider;
import dev.holdfast.device.Workers;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// On the embedded device, whose memory the CPU sees or does not.
@ParameterizedClass
@ValueSource(booleans = {true, false})
class CaptureThreadsTest implements CaptureThreadsContract {
    @Parameter private boolean seen;

    @Override
    public Device open(DeviceOptions options, Workers workers) {
        DeviceProvider soft = ServiceLoader.load(DeviceProvider.class).iterator().next();
        long visibleBytes = seen ? options.deviceBytes() : 0;
        return soft.open(
                new DeviceOptions(
                        options.deviceBytes(),
                        options.hostBytes(),
                        OptionalLong.of(visibleBytes),
                        OptionalLong.empty()),
                workers);
    }
}
