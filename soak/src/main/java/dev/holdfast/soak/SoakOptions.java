package dev.holdfast.soak;

import dev.holdfast.device.fault.FaultPlan;
import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.unit.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a soak is to be.
///
/// @param device which, by the name of its provider
/// @param threads how many play
/// @param length how long they do
/// @param mostMoves how many moves each makes at most
/// @param faults which share of each site's visits goes wrong, as in a fault SPEC: `1%`
/// @param seed what is done next, and what goes wrong
/// @param deviceBytes device memory
/// @param hostBytes host memory that the device can reach
/// @param rude whether everything around the manager throws now and then
public record SoakOptions(
        String device,
        int threads,
        Duration length,
        long mostMoves,
        Optional<String> faults,
        long seed,
        long deviceBytes,
        long hostBytes,
        boolean rude) {
    private static final List<String> MIX =
            List.of(
                    "copy-in:fail@",
                    "copy-out:fail@",
                    "clear:fail@",
                    "kernel:fail@",
                    "bookkeeping:fail@",
                    "host-copy:forbid@",
                    "copy-in:reorder@",
                    "copy-out:reorder@",
                    "kernel:reorder@");

    /// Checks that there is something to do.
    public SoakOptions {
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("--threads " + threads + ": from 1 to 64");
        }
        if (!length.isPositive() || mostMoves < 1) {
            throw new IllegalArgumentException("a soak of no time at all");
        }
        if (deviceBytes < Bytes.kibi(64) || hostBytes < deviceBytes) {
            throw new IllegalArgumentException(
                    "device memory of %s, host memory of %s: 64 KiB at least, and no less"
                            .formatted(Bytes.format(deviceBytes), Bytes.format(hostBytes)));
        }
    }

    /// Ten minutes of four threads on the embedded device, with faults at one percent.
    public static SoakOptions defaults() {
        return new SoakOptions(
                "soft",
                4,
                Duration.ofMinutes(10),
                Long.MAX_VALUE,
                Optional.of("1%"),
                1,
                Bytes.mebi(16),
                Bytes.mebi(64),
                false);
    }

    /// What goes wrong.
    List<FaultSpec> specs() {
        return faults.stream()
                .flatMap(share -> MIX.stream().map(site -> FaultSpec.parse(site + share)))
                .toList();
    }

    FaultPlan plan() {
        return FaultPlan.of(seed, specs());
    }

    /// With another device.
    SoakOptions withDevice(String name) {
        return new SoakOptions(
                name, threads, length, mostMoves, faults, seed, deviceBytes, hostBytes, rude);
    }

    /// With so many threads.
    SoakOptions withThreads(int count) {
        return new SoakOptions(
                device, count, length, mostMoves, faults, seed, deviceBytes, hostBytes, rude);
    }

    /// For so long.
    SoakOptions withLength(Duration time) {
        return new SoakOptions(
                device, threads, time, mostMoves, faults, seed, deviceBytes, hostBytes, rude);
    }

    /// For so many moves of each thread, however long they take.
    SoakOptions withMostMoves(long moves) {
        return new SoakOptions(
                device, threads, length, moves, faults, seed, deviceBytes, hostBytes, rude);
    }

    /// With faults at that share, or none.
    SoakOptions withFaults(Optional<String> share) {
        return new SoakOptions(
                device, threads, length, mostMoves, share, seed, deviceBytes, hostBytes, rude);
    }

    /// With another seed.
    SoakOptions withSeed(long number) {
        return new SoakOptions(
                device, threads, length, mostMoves, faults, number, deviceBytes, hostBytes, rude);
    }

    /// With other memory.
    SoakOptions withMemory(long onDevice, long onHost) {
        return new SoakOptions(
                device, threads, length, mostMoves, faults, seed, onDevice, onHost, rude);
    }

    /// With rude surroundings: drivers, callbacks and listeners throw, files and lent memory
    /// vanish.
    SoakOptions withRude() {
        return new SoakOptions(
                device, threads, length, mostMoves, faults, seed, deviceBytes, hostBytes, true);
    }
}
