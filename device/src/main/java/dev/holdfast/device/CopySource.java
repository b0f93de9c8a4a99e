package dev.holdfast.device;

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
        ///
        /// A fault of a mapping is not thrown where it happens but when its thread next passes a
        /// safepoint poll, and in compiled code that can be long after this method has returned:
        /// whoever waits for the copy would by then have been told that it went well. The call of a
        /// native method polls.
        public void read(long from, MemorySegment target, long at, long sizeBytes) {
            try {
                MemorySegment.copy(segment, from, target, at, sizeBytes);
                var _ = Thread.holdsLock(this);
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
