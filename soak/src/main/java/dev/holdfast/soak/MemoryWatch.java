package dev.holdfast.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/// Looks at the memory of this process now and then, and says whether it has grown.
///
/// The first fifth of the time is for warming up. Of the rest the median of the last third is held
/// against that of the first third. Fewer than [#LEAST] looks say nothing.
final class MemoryWatch {
    /// So many looks are needed to say anything.
    static final int LEAST = 20;

    /// By this share a median may be larger.
    static final double SHARE = 0.03;

    /// And by so much besides, for what is small.
    static final long SLACK_BYTES = 4 << 20;

    private static final Path STATUS = Path.of("/proc/self/status");

    private final long everyNanos;
    private final List<Sample> samples = new ArrayList<>();
    private long nextNanos;

    /// One look.
    ///
    /// @param resident physical memory of the process; absent where nobody tells
    /// @param heapUsed what lives on the Java heap
    /// @param heapCommitted how large the Java heap is
    record Sample(OptionalLong resident, long heapUsed, long heapCommitted) {
        /// Memory that is not the Java heap's. That one's pages are all touched at the start, by an
        /// option of `./dev soak`.
        OptionalLong outside() {
            return resident.isPresent()
                    ? OptionalLong.of(Math.max(0, resident.getAsLong() - heapCommitted))
                    : resident;
        }

        /// How it is now, after what nobody needs is gone.
        static Sample now() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            long used = runtime.totalMemory() - runtime.freeMemory();
            return new Sample(residentBytes(), used, runtime.totalMemory());
        }
    }

    /// One that looks so often in a soak of that length that it can tell.
    MemoryWatch(Duration length) {
        this.everyNanos =
                Math.clamp(length.dividedBy(4L * LEAST).toNanos(), 1_000_000_000L, 5_000_000_000L);
    }

    /// Looks, if it is time.
    void look(Duration elapsed) {
        if (elapsed.toNanos() >= nextNanos) {
            nextNanos = elapsed.toNanos() + everyNanos;
            add(Sample.now());
        }
    }

    void add(Sample sample) {
        samples.add(sample);
    }

    /// What has grown or not, a line for each kind of memory.
    List<Growth> growth() {
        List<Growth> all = new ArrayList<>();
        all.add(growth("resident", sample -> sample.resident().orElse(0)));
        all.add(growth("outside the Java heap", sample -> sample.outside().orElse(0)));
        all.add(growth("live on the Java heap", Sample::heapUsed));
        return all;
    }

    private Growth growth(String what, ToLongFunction<Sample> bytes) {
        int warm = samples.size() / 5;
        int third = (samples.size() - warm) / 3;
        boolean told = samples.stream().mapToLong(bytes).allMatch(each -> each > 0);
        if (samples.size() < LEAST || !told) {
            long last = samples.isEmpty() ? 0 : bytes.applyAsLong(samples.getLast());
            return new Growth(what, false, last, last);
        }
        long before = median(samples.subList(warm, warm + third), bytes);
        long after = median(samples.subList(samples.size() - third, samples.size()), bytes);
        return new Growth(what, true, before, after);
    }

    private static long median(List<Sample> some, ToLongFunction<Sample> bytes) {
        return some.stream().mapToLong(bytes).sorted().toArray()[some.size() / 2];
    }

    private static OptionalLong residentBytes() {
        try {
            return parse(Files.readAllLines(STATUS));
        } catch (IOException | java.io.UncheckedIOException noSuchFile) {
            return OptionalLong.empty();
        }
    }

    /// Of lines such as `VmRSS: 123456 kB`.
    static OptionalLong parse(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst();
    }

    /// How one kind of memory stood and stands.
    ///
    /// @param what which kind
    /// @param judged whether there were enough looks to say anything
    /// @param before the median of the first third after warming up
    /// @param after the median of the last third
    record Growth(String what, boolean judged, long before, long after) {
        boolean isFlat() {
            return !judged || after <= before + Math.round(before * SHARE) + SLACK_BYTES;
        }
    }
}
