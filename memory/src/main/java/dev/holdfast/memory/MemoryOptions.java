package dev.holdfast.memory;

import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.CaptureLimits;
import dev.holdfast.memory.capture.CaptureSettings;
import dev.holdfast.memory.recorder.Recording;
import dev.holdfast.memory.recorder.TraceSink;
import dev.holdfast.memory.residency.EvictionPolicy;
import dev.holdfast.memory.residency.LeastRecentlyUsed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// How a manager behaves. Start from [#defaults] and change what matters.
///
/// @param window how many submissions a client may have in flight
/// @param chunkBytes how much of a move succeeds or fails together
/// @param headroomBytes host memory kept free for swaps between two full regions
/// @param cleanShare once memory is short, how much of device memory is kept free or clean by
///   copying out ahead of need; 0 for copying out only when space is needed
/// @param foreignDeadline how long a foreign fence may take if the work does not say
/// @param policy who is evicted first
/// @param traceSink who is told of every buffer and operation
/// @param faults what goes wrong on purpose at the manager's own sites, `bookkeeping` and
///   `host-copy`
/// @param recording where the flight recorder writes, if there is to be one
/// @param watchdog how long the device may take for a command that does not say; zero for ever
/// @param heartbeat after how long an idle queue is asked whether it is there; zero for never
/// @param capturing which captures are made, and who gets them
public record MemoryOptions(
        int window,
        long chunkBytes,
        long headroomBytes,
        double cleanShare,
        Duration foreignDeadline,
        Policy policy,
        Optional<TraceSink> traceSink,
        FaultPlan faults,
        Optional<Recording> recording,
        Duration watchdog,
        Duration heartbeat,
        CaptureSettings capturing) {

    /// The eviction policies there are.
    public enum Policy {
        /// Least recently used first, but for what is used in turn: [Reuse].
        LRU;

        EvictionPolicy create() {
            return new LeastRecentlyUsed();
        }
    }

    /// Checks that sizes make sense.
    public MemoryOptions {
        if (window < 1 || chunkBytes < 256 || headroomBytes < 0) {
            throw new IllegalArgumentException(
                    "window "
                            + window
                            + ", chunk "
                            + chunkBytes
                            + " or headroom "
                            + headroomBytes
                            + " out of range: at least 1, 256 and 0");
        }
        if (watchdog.isNegative() || heartbeat.isNegative()) {
            throw new IllegalArgumentException(
                    "watchdog " + watchdog + " or heartbeat " + heartbeat + ": not below zero");
        }
        if (!(cleanShare >= 0 && cleanShare <= 1)) {
            throw new IllegalArgumentException("clean share " + cleanShare + ": from 0 to 1");
        }
    }

    /// 256 submissions in flight, chunks of 8 MiB, no headroom, half of a short memory kept clean,
    /// half a minute, neither watchdog nor heartbeat.
    public static MemoryOptions defaults() {
        return new MemoryOptions(
                256,
                Bytes.mebi(8),
                0,
                0.5,
                Duration.ofSeconds(30),
                Policy.LRU,
                Optional.empty(),
                FaultPlan.none(),
                Optional.empty(),
                Duration.ZERO,
                Duration.ZERO,
                CaptureSettings.defaults());
    }

    /// With another window.
    public MemoryOptions withWindow(int submissions) {
        return new MemoryOptions(
                submissions,
                chunkBytes,
                headroomBytes,
                cleanShare,
                foreignDeadline,
                policy,
                traceSink,
                faults,
                recording,
                watchdog,
                heartbeat,
                capturing);
    }

    /// With another chunk size.
    public MemoryOptions withChunkBytes(long bytes) {
        return new MemoryOptions(
                window,
                bytes,
                headroomBytes,
                cleanShare,
                foreignDeadline,
                policy,
                traceSink,
                faults,
                recording,
                watchdog,
                heartbeat,
                capturing);
    }

    /// With headroom for swaps between two full regions.
    public MemoryOptions withHeadroomBytes(long bytes) {
        return new MemoryOptions(
                window,
                chunkBytes,
                bytes,
                cleanShare,
                foreignDeadline,
                policy,
                traceSink,
                faults,
                recording,
                watchdog,
                heartbeat,
                capturing);
    }

    /// With another share of device memory kept free or clean.
    public MemoryOptions withCleanShare(double share) {
        return new MemoryOptions(
                window,
                chunkBytes,
                headroomBytes,
                share,
                foreignDeadline,
                policy,
                traceSink,
                faults,
                recording,
                watchdog,
                heartbeat,
                capturing);
    }

    /// With another deadline for foreign fences.
    public MemoryOptions withForeignDeadline(Duration deadline) {
        return new MemoryOptions(
                window,
                chunkBytes,
                headroomBytes,
                cleanShare,
                deadline,
                policy,
                traceSink,
                faults,
                recording,
                watchdog,
                heartbeat,
                capturing);
    }

    /// With another eviction policy.
    public MemoryOptions withPolicy(Policy which) {
        return new MemoryOptions(
                window,
                chunkBytes,
                headroomBytes,
                cleanShare,
                foreignDeadline,
                which,
                traceSink,
                faults,
                recording,
                watchdog,
                heartbeat,
                capturing);
    }

    /// With faults at the manager's own sites, drawn by `plan`.
    public MemoryOptions withFaults(FaultPlan plan) {
        return new MemoryOptions(
                window,
                chunkBytes,
                headroomBytes,
                cleanShare,
                foreignDeadline,
                policy,
                traceSink,
                plan,
                recording,
                watchdog,
                heartbeat,
                capturing);
    }

    /// Tells `sink` of every buffer and operation.
    public MemoryOptions traceTo(TraceSink sink) {
        return new MemoryOptions(
                window,
                chunkBytes,
                headroomBytes,
                cleanShare,
                foreignDeadline,
                policy,
                Optional.of(sink),
                faults,
                recording,
                watchdog,
                heartbeat,
                capturing);
    }

    /// Keeps a flight recorder in `file`, of [Recording#DEFAULT_BYTES].
    public MemoryOptions recordTo(Path file) {
        return recordTo(file, Recording.DEFAULT_BYTES);
    }

    /// Keeps a flight recorder in `file`, which outlives the process: what was with the driver when
    /// it ended, and the last of what went before. A flight log that is there already is kept, as
    /// `file` with `.previous` after its name; any other file is left alone, and opening the
    /// manager throws [java.io.UncheckedIOException].
    public MemoryOptions recordTo(Path file, long ringBytes) {
        return new MemoryOptions(
                window,
                chunkBytes,
                headroomBytes,
                cleanShare,
                foreignDeadline,
                policy,
                traceSink,
                faults,
                Optional.of(new Recording(file, ringBytes)),
                watchdog,
                heartbeat,
                capturing);
    }

    /// With a limit to how long the device may take for a command, counted from when everything
    /// before it on its queue has ended. What takes longer is taken from the device; a device that
    /// does not let go is given up. Time in which the process did not run does not count, nor what
    /// a driver needs to compile a kernel when it first runs it. Zero for no limit.
    public MemoryOptions withWatchdog(Duration limit) {
        return watched(limit, heartbeat);
    }

    /// Asks a queue that has been idle for so long whether it is there, as long as there are
    /// clients. Zero for never.
    public MemoryOptions withHeartbeat(Duration idle) {
        return watched(watchdog, idle);
    }

    private MemoryOptions watched(Duration limit, Duration idle) {
        return new MemoryOptions(
                window,
                chunkBytes,
                headroomBytes,
                cleanShare,
                foreignDeadline,
                policy,
                traceSink,
                faults,
                recording,
                limit,
                idle,
                capturing);
    }

    /// With other limits to what a capture may cost; [CaptureLimits#off] for none.
    public MemoryOptions withCapture(CaptureLimits limits) {
        return with(capturing.withLimits(limits));
    }

    /// Whether a capture begins when the device fails a kernel or is lost: it does by default.
    public MemoryOptions withCaptureOnFault(boolean begin) {
        return with(capturing.withOnFault(begin));
    }

    /// Whether each submission notes the Java stack of who made it, for captures: costs some
    /// microseconds, and is not done by default.
    public MemoryOptions withSubmitterStacks(boolean noted) {
        return with(capturing.withSubmitterStacks(noted));
    }

    /// Hands each capture to `consumer` when it is finished, by way of `executor`, which must not
    /// run it on the thread that asks. It counts as taken then; if the executor refuses, it is
    /// kept.
    public MemoryOptions onCapture(Executor executor, Consumer<Capture> consumer) {
        return with(capturing.withTaker(executor, consumer));
    }

    private MemoryOptions with(CaptureSettings other) {
        return new MemoryOptions(
                window,
                chunkBytes,
                headroomBytes,
                cleanShare,
                foreignDeadline,
                policy,
                traceSink,
                faults,
                recording,
                watchdog,
                heartbeat,
                other);
    }
}
