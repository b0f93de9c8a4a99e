package dev.holdfast.examples;

import static dev.holdfast.memory.Argument.read;
import static dev.holdfast.memory.Argument.readWrite;

import dev.holdfast.device.JavaKernel;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.device.unit.Bytes;
import dev.holdfast.memory.BufferHandle;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.HostMapping;
import dev.holdfast.memory.ProgramKernel;
import dev.holdfast.memory.Work;
import dev.holdfast.memory.work.Access;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Finds the ten nearest of many vectors to each of some queries, by looking at all of them, in
/// segments as a search engine keeps them: together four times what the device holds.
///
/// A candidate is one long, its squared distance above its number, so that the order of longs is
/// the order of neighbours, and ties go to the lower number. Recall is counted against the CPU, and
/// must be exactly one.
public final class NearestNeighbours {
    private static final int DIMENSIONS = 64;
    private static final int VECTORS_A_SEGMENT = 4096;
    private static final int SEGMENTS = 32;
    private static final int QUERIES = 16;
    private static final int NEAREST = 10;
    private static final int SEGMENT_BYTES = VECTORS_A_SEGMENT * DIMENSIONS;

    /// Eight segments and a little.
    private static final long DEVICE_BYTES = 8L * SEGMENT_BYTES + Bytes.kibi(64);

    private NearestNeighbours() {}

    /// Runs it on the device that the arguments name.
    public static void main(String[] arguments) throws Exception {
        run(Session.deviceOf(arguments)).exit();
    }

    static Outcome run(String device) throws InterruptedException {
        byte[] vectors = random(1, SEGMENTS * SEGMENT_BYTES);
        byte[] queries = random(2, QUERIES * DIMENSIONS);
        long[] found;
        try (Arena arena = Arena.ofShared();
                var session = Session.open(device, DEVICE_BYTES, Bytes.mebi(4))) {
            MemorySegment index = arena.allocate(vectors.length);
            MemorySegment.copy(vectors, 0, index, ValueLayout.JAVA_BYTE, 0, vectors.length);
            found = onDevice(session, index, queries);
        }
        int recalled = 0;
        for (int query = 0; query < QUERIES; query++) {
            Set<Long> expected = nearestOnHost(vectors, queries, query);
            for (int i = 0; i < NEAREST; i++) {
                recalled += expected.contains(found[query * NEAREST + i]) ? 1 : 0;
            }
        }
        return new Outcome(
                recalled == QUERIES * NEAREST,
                "%,d vectors in %d segments, %d KiB in %d KiB of device memory: recall %d of %d"
                        .formatted(
                                SEGMENTS * VECTORS_A_SEGMENT,
                                SEGMENTS,
                                vectors.length >> 10,
                                DEVICE_BYTES >> 10,
                                recalled,
                                QUERIES * NEAREST));
    }

    private static long[] onDevice(Session session, MemorySegment index, byte[] queries)
            throws InterruptedException {
        Client client = session.manager().client("search");
        BufferHandle wanted = client.create("queries", queries.length);
        BufferHandle best = client.create("best", (long) QUERIES * NEAREST * Long.BYTES);
        try (HostMapping view = wanted.map(Access.OVERWRITE).orThrow()) {
            MemorySegment.copy(
                    queries, 0, view.segment(), ValueLayout.JAVA_BYTE, 0, queries.length);
        }
        try (HostMapping view = best.map(Access.OVERWRITE).orThrow()) {
            for (long i = 0; i < QUERIES * NEAREST; i++) {
                view.segment().setAtIndex(ValueLayout.JAVA_LONG, i, Long.MAX_VALUE);
            }
        }
        Search search = session.speaksOpenCl() ? inOpenClC(session) : inJava(session);
        List<BufferHandle> segments = client.wrapParts("segment", index, SEGMENT_BYTES);
        for (int i = 0; i < SEGMENTS; i++) {
            long first = (long) i * VECTORS_A_SEGMENT;
            client.submit(search.in(segments.get(i), first, wanted, best)).orThrow();
        }
        try (HostMapping view = best.map(Access.READ).orThrow()) {
            return view.segment().toArray(ValueLayout.JAVA_LONG);
        }
    }

    /// The launch that goes through a segment, whose first vector has the number `first`.
    private interface Search {
        Work in(BufferHandle segment, long first, BufferHandle queries, BufferHandle best);
    }

    private static Search inOpenClC(Session session) {
        String sizes =
                "-DDIMENSIONS=%d -DVECTORS=%d -DNEAREST=%d"
                        .formatted(DIMENSIONS, VECTORS_A_SEGMENT, NEAREST);
        ProgramKernel search =
                session.manager().program(SOURCE).withOptions(sizes).kernel("search");
        return (segment, first, queries, best) ->
                search.over(QUERIES).args(read(segment), first, read(queries), readWrite(best));
    }

    private static Search inJava(Session session) {
        Kernel search = session.device().load(new KernelCode.InJava("search", SEARCH));
        return (segment, first, queries, best) ->
                Work.launch(search, first).reads(segment).reads(queries).updates(best);
    }

    /// One work item a query, sixteen dimensions at a time: that is what a processor does at once,
    /// and keeps loops short, which there are drivers that cut after 65,535 rounds.
    private static final String SOURCE =
            """
            __kernel void search(__global const char *segment, long first,
                                 __global const char *queries, __global long *best) {
                size_t query = get_global_id(0);
                __global const char *one = queries + query * DIMENSIONS;
                __global long *nearest = best + query * NEAREST;
                for (long vector = 0; vector < VECTORS; vector++) {
                    __global const char *other = segment + vector * DIMENSIONS;
                    int16 sums = 0;
                    for (int i = 0; i < DIMENSIONS / 16; i++) {
                        int16 by =
                            convert_int16(vload16(i, one)) - convert_int16(vload16(i, other));
                        sums += by * by;
                    }
                    int8 eight = sums.lo + sums.hi;
                    int4 four = eight.lo + eight.hi;
                    int2 two = four.lo + four.hi;
                    long candidate = ((long)(two.x + two.y) << 32) | (first + vector);
                    if (candidate >= nearest[NEAREST - 1]) {
                        continue;
                    }
                    int at = NEAREST - 1;
                    for (; at > 0 && nearest[at - 1] > candidate; at--) {
                        nearest[at] = nearest[at - 1];
                    }
                    nearest[at] = candidate;
                }
            }
            """;

    /// The same for a device without work items. Goes through one segment, whose first vector has
    /// the number that is the only scalar.
    private static final JavaKernel SEARCH =
            (memory, scalars) -> {
                byte[] segment = new byte[SEGMENT_BYTES];
                byte[] queries = new byte[QUERIES * DIMENSIONS];
                long[] best = new long[QUERIES * NEAREST];
                memory.read(0, 0, segment, 0, segment.length);
                memory.read(1, 0, queries, 0, queries.length);
                memory.read(2, 0, best, 0, best.length);
                for (int query = 0; query < QUERIES; query++) {
                    for (int vector = 0; vector < VECTORS_A_SEGMENT; vector++) {
                        long far = distance(segment, vector, queries, query);
                        insert(best, query * NEAREST, (far << 32) | (scalars[0] + vector));
                    }
                }
                memory.write(2, 0, best, 0, best.length);
            };

    /// Puts a candidate in its place among the nearest from `first` on, if it has one.
    private static void insert(long[] best, int first, long candidate) {
        int at = first + NEAREST - 1;
        if (candidate >= best[at]) {
            return;
        }
        while (at > first && best[at - 1] > candidate) {
            best[at] = best[at - 1];
            at--;
        }
        best[at] = candidate;
    }

    private static long distance(byte[] vectors, int vector, byte[] queries, int query) {
        int sum = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            int by = vectors[vector * DIMENSIONS + i] - queries[query * DIMENSIONS + i];
            sum += by * by;
        }
        return sum;
    }

    /// The CPU's answer, by sorting all of them.
    private static Set<Long> nearestOnHost(byte[] vectors, byte[] queries, int query) {
        long[] all = new long[SEGMENTS * VECTORS_A_SEGMENT];
        for (int vector = 0; vector < all.length; vector++) {
            all[vector] = (distance(vectors, vector, queries, query) << 32) | vector;
        }
        Arrays.sort(all);
        Set<Long> nearest = new HashSet<>();
        for (int i = 0; i < NEAREST; i++) {
            nearest.add(all[i]);
        }
        return nearest;
    }

    private static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
