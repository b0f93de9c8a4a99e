package dev.holdfast.device;

import dev.holdfast.device.unit.MappedFiles;
import java.lang.foreign.MemorySegment;

/// Where a copy reads from: a heap, or memory that a caller lent.
public sealed interface CopySource permits HeapRange, CopySource.Lent {
    /// How many bytes there are.
    long sizeBytes();

    /// Memory of a caller's own, only ever read: a mapped file, say.
    ///
    /// It can disappear at any moment: the caller closes its arena, or the file gets shorter. So a
    /// backend reads it by [#read] alone, with the CPU and on a thread of its own, and never hands
    /// its address to a driver: what a driver meets there ends the process.
    ///
    /// @param segment the bytes; the caller means to keep them until the copy has completed
    record Lent(MemorySegment segment) implements CopySource {
        @Override
        public long sizeBytes() {
            return segment.byteSize();
        }

        /// Copies `sizeBytes` of it, from `from` on, to the byte `at` of `target`. Throws
        /// [SourceLostException] if they can not be read; any part of the target may be overwritten
        /// then, with anything.
        public void read(long from, MemorySegment target, long at, long sizeBytes) {
            try {
                MemorySegment.copy(segment, from, target, at, sizeBytes);
                // else whoever waits for the copy may have been told by then that it went well
                MappedFiles.surfaceErrors();
            } catch (InternalError | WrongThreadException gone) {
                throw new SourceLostException(gone);
            } catch (IllegalStateException closed) {
                if (segment.scope().isAlive()) {
                    throw closed;
                }
                throw new SourceLostException(closed);
            }
        }
    }
}
