package dev.holdfast.opencl;

import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.PlatformWorkers;
import dev.holdfast.device.Workers;
import dev.holdfast.memory.capture.BounceContract;
import dev.holdfast.memory.capture.CaptureSuite;
import dev.holdfast.memory.capture.CaptureThreadsContract;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.testing.VerdictDevice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// The scenarios of captures with an OpenCL device in the place of a test's own memory: each
/// command is the driver's when the test lets it go, the words are written and checked by kernels
/// in OpenCL C, and what a capture shows came out of the driver's memory.
final class OpenClCaptureTest implements CaptureSuite, BounceContract, CaptureThreadsContract {
    private static final long ROOM_FOR_COPIES = 8L << 20;

    private final List<Runnable> closing = new ArrayList<>();

    @Override
    public ManualDevice device(long deviceBytes, long hostBytes) {
        return halfSeen(deviceBytes, Math.max(hostBytes, ROOM_FOR_COPIES));
    }

    /// The CPU sees none of it.
    @Override
    public ManualDevice halfSeen(long deviceBytes, long hostBytes) {
        var workers = new PlatformWorkers("opencl-capture");
        Device real = open(DeviceOptions.of(deviceBytes, hostBytes), workers);
        ManualDevice device = ManualDevice.before(real);
        closing.add(device::close);
        closing.add(workers::close);
        return device;
    }

    @Override
    public Device open(DeviceOptions options, Workers workers) {
        return VerdictDevice.open(new TestProvider("callback", List.of()), options, workers);
    }

    @AfterEach
    void close() {
        closing.forEach(Runnable::run);
    }
}
