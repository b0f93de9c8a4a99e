package dev.holdfast.bench.budget;

import static dev.holdfast.memory.Argument.read;
import static dev.holdfast.memory.Argument.readWrite;

import dev.holdfast.device.unit.Bytes;
import dev.holdfast.examples.CountKernel;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.ProgramKernel;
import dev.holdfast.memory.work.Access;
import dev.holdfast.memory.work.Reuse;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Counts the odd numbers of a content on an OpenCL device, part by part, again and again.
final class Streamer implements AutoCloseable {
    private static final long HOST_BYTES = Bytes.mebi(4);

    private final MemorySegment content;
    private final long partBytes;
    private final Rig rig;
    private final ProgramKernel count;
    private final List<BufferHandle> parts;

    /// Throws [IllegalArgumentException] where there is no OpenCL, or not so much memory.
    Streamer(String device, MemorySegment content, long partBytes, long deviceBytes) {
        this.content = content;
        this.partBytes = partBytes;
        this.rig = Rig.on(device, deviceBytes, HOST_BYTES);
        this.count = rig.manager().program(CountKernel.SOURCE).kernel(CountKernel.NAME);
        this.parts = wrap();
    }

    private List<BufferHandle> wrap() {
        List<BufferHandle> wrapped = rig.client().wrapParts("numbers", content, partBytes);
        wrapped.forEach(part -> part.expect(Reuse.IN_TURN));
        return wrapped;
    }

    long partBytes() {
        return partBytes;
    }

    /// How long one pass over all parts takes, the result included: of content that was there
    /// before, and some of it still is.
    double nanos() throws InterruptedException {
        return nanos(parts);
    }

    /// As above, of content that never was there: wrapping it is part of the pass.
    double firstNanos() throws InterruptedException {
        long began = System.nanoTime();
        List<BufferHandle> fresh = wrap();
        double wrapped = System.nanoTime() - began;
        double passed = nanos(fresh);
        began = System.nanoTime();
        fresh.forEach(BufferHandle::close);
        return wrapped + passed + (System.nanoTime() - began);
    }

    private double nanos(List<BufferHandle> parts) throws InterruptedException {
        long began = System.nanoTime();
        long[] counted;
        try (BufferHandle result = rig.client().create("result", CountKernel.RESULT_BYTES)) {
            for (BufferHandle part : parts) {
                long numbers = part.sizeBytes() / Long.BYTES;
                rig.client()
                        .submit(
                                count.over(CountKernel.ITEMS)
                                        .args(read(part), numbers, readWrite(result)))
                        .orThrow();
            }
            try (HostMapping view = result.map(Access.READ).orThrow()) {
                counted = CountKernel.total(view.segment().toArray(ValueLayout.JAVA_LONG));
            }
        }
        double took = System.nanoTime() - began;
        check(content, counted);
        return took;
    }

    /// A benchmark of wrong answers is none. What was made is `31 · i`, for every eighth `i`.
    static void check(MemorySegment content, long[] counted) {
        long numbers = content.byteSize() / Long.BYTES;
        long sum = 31 * Long.BYTES * (numbers * (numbers - 1) / 2);
        if (counted[0] != 0 || counted[1] != sum) {
            throw new IllegalStateException(
                    "counted %d odd, sum %d of %d".formatted(counted[0], counted[1], sum));
        }
    }

    @Override
    public void close() {
        rig.close();
    }
}
