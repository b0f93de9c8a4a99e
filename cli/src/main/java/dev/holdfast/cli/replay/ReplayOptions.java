package dev.holdfast.cli.replay;

import dev.holdfast.device.fault.FaultAction;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.memory.MemoryOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// How a trace is replayed.
///
/// @param device the name of a backend
/// @param deviceMemory how much of its memory to use; a share is of the trace's peak
/// @param hostMemory how much host memory; enough if absent, a share is of the trace's peak
/// @param visible how much of device memory the CPU sees; a share is of device memory
/// @param linkBytesPerSecond the speed of copies, for each direction
/// @param compute how long kernels take
/// @param timeScale what the trace's durations are multiplied with
/// @param iterations how often the trace runs
/// @param window how many operations each client submits ahead
/// @param policy who is evicted first
/// @param chunkBytes how much of a move succeeds or fails together
/// @param faults what goes wrong on purpose
/// @param seed of faults and whatever else is left to chance
/// @param recorder where a flight recorder writes, if there is to be one
/// @param watchdog how long the device may take for a command, zero for ever; if absent, as long as
///   [#LIMIT] if any is made to hang
/// @param captures the folder that captures go to, if any are wanted
/// @param suspendAt before which operations everything is taken off the device and put on a new
///   one; counted from 1, over all iterations
public record ReplayOptions(
        String device,
        MemorySize deviceMemory,
        Optional<MemorySize> hostMemory,
        Optional<MemorySize> visible,
        OptionalLong linkBytesPerSecond,
        Compute compute,
        double timeScale,
        int iterations,
        int window,
        MemoryOptions.Policy policy,
        OptionalLong chunkBytes,
        List<FaultSpec> faults,
        long seed,
        Optional<Path> recorder,
        Optional<Duration> watchdog,
        Optional<Path> captures,
        Set<Long> suspendAt) {

    /// How long a command may take where some hang and nobody says how long.
    public static final Duration LIMIT = Duration.ofSeconds(2);

    /// Takes its own copy of the faults.
    public ReplayOptions {
        faults = List.copyOf(faults);
        suspendAt = Set.copyOf(suspendAt);
    }

    /// Without a flight recorder, and with the usual watchdog.
    public ReplayOptions(
            String device,
            MemorySize deviceMemory,
            Optional<MemorySize> hostMemory,
            Optional<MemorySize> visible,
            OptionalLong linkBytesPerSecond,
            Compute compute,
            double timeScale,
            int iterations,
            int window,
            MemoryOptions.Policy policy,
            OptionalLong chunkBytes,
            List<FaultSpec> faults,
            long seed) {
        this(
                device,
                deviceMemory,
                hostMemory,
                visible,
                linkBytesPerSecond,
                compute,
                timeScale,
                iterations,
                window,
                policy,
                chunkBytes,
                faults,
                seed,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of());
    }

    /// All of the working set on the embedded device, once, as quickly as it goes.
    public static ReplayOptions defaults() {
        return new ReplayOptions(
                "soft",
                MemorySize.ALL,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                Compute.NONE,
                1,
                1,
                256,
                MemoryOptions.Policy.LRU,
                OptionalLong.empty(),
                List.of(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of());
    }

    /// On the device of that name.
    public ReplayOptions withDevice(String name) {
        return new ReplayOptions(
                name,
                deviceMemory,
                hostMemory,
                visible,
                linkBytesPerSecond,
                compute,
                timeScale,
                iterations,
                window,
                policy,
                chunkBytes,
                faults,
                seed,
                recorder,
                watchdog,
                captures,
                suspendAt);
    }

    /// The same with another amount of device memory.
    public ReplayOptions withDeviceMemory(MemorySize size) {
        return new ReplayOptions(
                device,
                size,
                hostMemory,
                visible,
                linkBytesPerSecond,
                compute,
                timeScale,
                iterations,
                window,
                policy,
                chunkBytes,
                faults,
                seed,
                recorder,
                watchdog,
                captures,
                suspendAt);
    }

    /// The same with these faults.
    public ReplayOptions withFaults(List<FaultSpec> specs) {
        return new ReplayOptions(
                device,
                deviceMemory,
                hostMemory,
                visible,
                linkBytesPerSecond,
                compute,
                timeScale,
                iterations,
                window,
                policy,
                chunkBytes,
                specs,
                seed,
                recorder,
                watchdog,
                captures,
                suspendAt);
    }

    /// The same with copies of that speed.
    public ReplayOptions withLink(long bytesPerSecond) {
        return new ReplayOptions(
                device,
                deviceMemory,
                hostMemory,
                visible,
                OptionalLong.of(bytesPerSecond),
                compute,
                timeScale,
                iterations,
                window,
                policy,
                chunkBytes,
                faults,
                seed,
                recorder,
                watchdog,
                captures,
                suspendAt);
    }

    /// The same with kernels that take so long.
    public ReplayOptions withCompute(Compute how) {
        return new ReplayOptions(
                device,
                deviceMemory,
                hostMemory,
                visible,
                linkBytesPerSecond,
                how,
                timeScale,
                iterations,
                window,
                policy,
                chunkBytes,
                faults,
                seed,
                recorder,
                watchdog,
                captures,
                suspendAt);
    }

    /// The same, so many times over.
    public ReplayOptions withIterations(int count) {
        return new ReplayOptions(
                device,
                deviceMemory,
                hostMemory,
                visible,
                linkBytesPerSecond,
                compute,
                timeScale,
                count,
                window,
                policy,
                chunkBytes,
                faults,
                seed,
                recorder,
                watchdog,
                captures,
                suspendAt);
    }

    /// The same with another limit to how long the device may take for a command; zero for none.
    public ReplayOptions withWatchdog(Duration limit) {
        return new ReplayOptions(
                device,
                deviceMemory,
                hostMemory,
                visible,
                linkBytesPerSecond,
                compute,
                timeScale,
                iterations,
                window,
                policy,
                chunkBytes,
                faults,
                seed,
                recorder,
                Optional.of(limit),
                captures,
                suspendAt);
    }

    /// The same with captures that go to `folder`.
    public ReplayOptions withCaptures(Path folder) {
        return new ReplayOptions(
                device,
                deviceMemory,
                hostMemory,
                visible,
                linkBytesPerSecond,
                compute,
                timeScale,
                iterations,
                window,
                policy,
                chunkBytes,
                faults,
                seed,
                recorder,
                watchdog,
                Optional.of(folder),
                suspendAt);
    }

    /// The same, with suspensions before those operations.
    public ReplayOptions withSuspendAt(Set<Long> operations) {
        return new ReplayOptions(
                device,
                deviceMemory,
                hostMemory,
                visible,
                linkBytesPerSecond,
                compute,
                timeScale,
                iterations,
                window,
                policy,
                chunkBytes,
                faults,
                seed,
                recorder,
                watchdog,
                captures,
                operations);
    }

    /// How long the device may take for a command; zero for ever.
    Duration limit() {
        boolean hangs =
                faults.stream().anyMatch(fault -> fault.action() instanceof FaultAction.Hang);
        return watchdog.orElse(hangs ? LIMIT : Duration.ZERO);
    }
}
