package dev.holdfast.memory.migrate;

import dev.holdfast.device.CopySource;
import dev.holdfast.device.HeapRange;
import dev.holdfast.device.Transfer;
import dev.holdfast.device.fence.Dependency;
import dev.holdfast.memory.region.GrantedExtent;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Cuts a move into chunks: the pieces that succeed or fail, and may start, by themselves. Each
/// chunk waits for the readiness of its own target extents only.
final class Chunks {
    private Chunks() {}

    /// One piece of a move.
    ///
    /// @param transfers what is copied; empty for a clear
    /// @param targets what is overwritten
    /// @param ready what the target space waits for
    record Chunk(List<Transfer> transfers, List<HeapRange> targets, List<Dependency> ready) {}

    /// Cuts the copy of `source` into the granted extents of heap `heap`.
    static List<Chunk> copy(
            List<? extends CopySource> source,
            int heap,
            List<GrantedExtent> target,
            long totalBytes,
            long chunkBytes) {
        Cutter cutter = new Cutter(source, chunkBytes);
        long left = totalBytes;
        for (GrantedExtent each : target) {
            long length = Math.min(left, each.extent().sizeBytes());
            cutter.into(new HeapRange(heap, each.extent().offset(), length), each);
            left -= length;
        }
        return cutter.finish();
    }

    /// Cuts the clearing of `targets`.
    static List<Chunk> clear(int heap, List<GrantedExtent> targets, long chunkBytes) {
        List<Chunk> chunks = new ArrayList<>();
        for (GrantedExtent each : targets) {
            HeapRange range =
                    new HeapRange(heap, each.extent().offset(), each.extent().sizeBytes());
            for (long from = 0; from < range.sizeBytes(); from += chunkBytes) {
                long length = Math.min(chunkBytes, range.sizeBytes() - from);
                List<HeapRange> piece = List.of(range.slice(from, length));
                chunks.add(new Chunk(List.of(), piece, waits(each)));
            }
        }
        return chunks;
    }

    /// What there is to wait for before `granted` may be touched.
    static List<Dependency> waits(GrantedExtent granted) {
        return granted.ready().leaves().stream()
                .filter(fence -> !fence.isSettled())
                .map(Dependency::ordering)
                .toList();
    }

    /// Walks the source beside the target.
    private static final class Cutter {
        private final List<? extends CopySource> source;
        private final long chunkBytes;
        private final List<Chunk> chunks = new ArrayList<>();
        private List<Transfer> transfers = new ArrayList<>();
        private List<HeapRange> targets = new ArrayList<>();
        private List<Dependency> ready = new ArrayList<>();
        private long filled;
        private int index;
        private long within;

        Cutter(List<? extends CopySource> source, long chunkBytes) {
            this.source = source;
            this.chunkBytes = chunkBytes;
        }

        void into(HeapRange target, GrantedExtent granted) {
            long done = 0;
            while (done < target.sizeBytes()) {
                CopySource from = source.get(index);
                long length =
                        Math.min(
                                Math.min(target.sizeBytes() - done, chunkBytes - filled),
                                from.sizeBytes() - within);
                HeapRange piece = target.slice(done, length);
                transfers.add(new Transfer(part(from, within, length), piece));
                targets.add(piece);
                if (done == 0 || filled == 0) {
                    ready.addAll(waits(granted));
                }
                done += length;
                filled += length;
                within += length;
                if (within == from.sizeBytes()) {
                    index++;
                    within = 0;
                }
                if (filled == chunkBytes) {
                    cut();
                }
            }
        }

        List<Chunk> finish() {
            if (filled > 0) {
                cut();
            }
            return chunks;
        }

        private void cut() {
            chunks.add(new Chunk(transfers, targets, ready));
            transfers = new ArrayList<>();
            targets = new ArrayList<>();
            ready = new ArrayList<>();
            filled = 0;
        }

        private static CopySource part(CopySource source, long from, long length) {
            return switch (source) {
                case HeapRange range -> range.slice(from, length);
                case CopySource.Lent(MemorySegment segment) ->
                        new CopySource.Lent(segment.asSlice(from, length));
            };
        }
    }
}
