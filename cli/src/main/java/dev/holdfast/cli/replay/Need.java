package dev.holdfast.cli.replay;

import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceFigures;
import dev.holdfast.cli.trace.TraceOp;
import dev.holdfast.device.Device;
import dev.holdfast.device.unit.Bytes;
import java.util.Arrays;

/// How much device memory a replay needs for everything to be there at once: what 100 % is.
///
/// That is more than the sizes of the trace's buffers. Memory is given out in units, and where
/// kernels leave what they find in objects of their own, those have to be somewhere too.
///
/// @param unitBytes what every object is rounded up to: a power of two
/// @param reports whether kernels leave what they find in objects
/// @param bytes the sum
record Need(long unitBytes, boolean reports, long bytes) {
    private static final long LEAST_UNIT_BYTES = 256;

    /// Of a device that is not open yet: the usual unit, and reports where kernels are not ours.
    static Need expected(Trace trace, ReplayOptions options) {
        boolean reports = !options.device().startsWith(Footprint.EMBEDDED);
        return of(trace, options, LEAST_UNIT_BYTES, reports);
    }

    /// Of that device.
    static Need of(Trace trace, ReplayOptions options, Device device) {
        long alignmentBytes =
                device.info().contiguousOnly()
                        ? device.heaps().get(Device.DEVICE_HEAP).alignmentBytes()
                        : 1;
        return of(
                trace,
                options,
                Math.max(LEAST_UNIT_BYTES, alignmentBytes),
                device.info().kernelLanguage().equals(Rig.OPENCL_C));
    }

    private static Need of(Trace trace, ReplayOptions options, long unitBytes, boolean reports) {
        long bytes = TraceFigures.peakLiveBytes(trace, unitBytes);
        if (reports) {
            Tenancy tenancy = Tenancy.of(trace);
            long reportBytes = Bytes.roundUp(Report.sizeBytes(mostUses(trace)), unitBytes);
            long tableBytes = Bytes.roundUp(Reports.tableBytes(trace), unitBytes);
            for (int client = 0; client < tenancy.names().size(); client++) {
                long count = Math.min(options.window(), ops(tenancy, client, options.iterations()));
                bytes = Bytes.sum(bytes, Math.multiplyExact(count, reportBytes));
                bytes = Bytes.sum(bytes, tableBytes);
            }
        }
        return new Need(unitBytes, reports, Math.max(bytes, unitBytes));
    }

    private static long ops(Tenancy tenancy, int client, int iterations) {
        long ops = Arrays.stream(tenancy.clientOf()).filter(each -> each == client).count();
        return ops * iterations;
    }

    /// How many buffers an operation uses at most.
    static int mostUses(Trace trace) {
        return trace.ops().stream().mapToInt((TraceOp op) -> op.uses().size()).max().orElse(0);
    }
}
