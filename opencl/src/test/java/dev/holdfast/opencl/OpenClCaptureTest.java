package dev.holdfast.opencl;

import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.memory.capture.CaptureSuite;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.testing.VerdictDevice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// The scenarios of captures with an OpenCL device in the place of a test's own memory: each
/// command is the driver's when the test lets it go, the words are written and checked by kernels
/// in OpenCL C, and what a capture shows came out of the driver's memory.
final class OpenClCaptureTest implements CaptureSuite {
    private static final long ROOM_FOR_COPIES = 8L << 20;

    private final List<Runnable> closing = new ArrayList<>();

    @Override
    public ManualDevice device(long deviceBytes, long hostBytes) {
        var workers = new PlatformWorkers("opencl-capture");
        var options = DeviceOptions.of(deviceBytes, Math.max(hostBytes, ROOM_FOR_COPIES));
        var provider = new TestProvider("callback", List.of());
        ManualDevice device = ManualDevice.before(VerdictDevice.open(provider, options, workers));
        closing.add(device::close);
        closing.add(workers::close);
        return device;
    }

    @AfterEach
    void close() {
        closing.forEach(Runnable::run);
    }
}
