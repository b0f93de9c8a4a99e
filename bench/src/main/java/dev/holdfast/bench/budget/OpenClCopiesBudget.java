package dev.holdfast.bench.budget;

import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Goal;
import dev.holdfast.bench.harness.Rounds;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import dev.holdfast.bench.harness.Unit;
import dev.holdfast.bench.harness.Verdict;
import dev.holdfast.device.unit.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Moving a working set twice as large as an OpenCL device through it, against as many plain
/// `clEnqueueReadBuffer` and `clEnqueueWriteBuffer` of the same sizes in one queue, between a
/// buffer as large as the device and pinned host memory.
final class OpenClCopiesBudget implements Budget {
    private final String device;

    /// On the device of that name.
    OpenClCopiesBudget(String device) {
        this.device = device;
    }

    @Override
    public String name() {
        return "opencl-copies";
    }

    @Override
    public List<Row> measure(Size size) throws InterruptedException {
        long deviceBytes = Bytes.mebi(size.pick(1, 64, 128));
        List<Row> rows = new ArrayList<>();
        try {
            rows.addAll(measure(size, deviceBytes, Bytes.kibi(size.pick(64, 4096, 4096)), true));
            rows.addAll(measure(size, deviceBytes, Bytes.kibi(64), false));
            return rows;
        } catch (IllegalArgumentException none) {
            return List.of(
                    Row.without(
                            name(),
                            "bytes a second by plain copies",
                            Unit.RATIO,
                            new Goal.AtLeast(0.9),
                            Verdict.NOT_RUN,
                            String.valueOf(none.getMessage())));
        }
    }

    private List<Row> measure(Size size, long deviceBytes, long objectBytes, boolean judged)
            throws InterruptedException {
        try (var moved = PingPong.on(device, deviceBytes, objectBytes);
                var raw = new RawDriver(device, RawDriver.source(0, 0))) {
            moved.round(); // gives every object its content
            long buffer = raw.buffer(deviceBytes);
            long host = raw.pinned(3 * deviceBytes);
            Rounds<Double> rounds =
                    Rounds.inTurn(
                            size,
                            moved::round,
                            () -> plain(raw, buffer, host, deviceBytes, objectBytes));
            Goal goal = judged ? new Goal.AtLeast(0.9) : new Goal.None();
            return CopyRows.of(name(), objectBytes, rounds, goal, "interceptor on");
        }
    }

    /// Bytes a nanosecond, out and in together: what each object of twice the device's size needs.
    private static double plain(
            RawDriver raw, long buffer, long host, long deviceBytes, long objectBytes) {
        long bytes = 0;
        long began = System.nanoTime();
        for (long at = 0; at + objectBytes <= 2 * deviceBytes; at += objectBytes) {
            long inDevice = at % deviceBytes;
            raw.read(buffer, inDevice, host + at, objectBytes);
            raw.write(buffer, inDevice, host + (at + deviceBytes) % (2 * deviceBytes), objectBytes);
            bytes += 2 * objectBytes;
        }
        raw.finish();
        return (double) bytes / (System.nanoTime() - began);
    }
}
