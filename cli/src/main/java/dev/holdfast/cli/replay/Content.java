package dev.holdfast.cli.replay;

import dev.holdfast.device.KernelMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A buffer's bytes, as a kernel or the host sees them.
sealed interface Content {
    /// How many there are.
    long sizeBytes();

    /// Reads `length` words from that offset on to the start of `target`.
    void read(long offset, long[] target, int length);

    /// Fills `target` from that offset on.
    void read(long offset, byte[] target);

    /// Writes the first `length` words of `source` from that offset on.
    void write(long offset, long[] source, int length);

    /// Writes all of `source` from that offset on.
    void write(long offset, byte[] source);

    /// One argument of a kernel.
    record OfArgument(KernelMemory memory, int argument) implements Content {
        @Override
        public long sizeBytes() {
            return memory.sizeBytes(argument);
        }

        @Override
        public void read(long offset, long[] target, int length) {
            memory.read(argument, offset, target, 0, length);
        }

        @Override
        public void read(long offset, byte[] target) {
            memory.read(argument, offset, target, 0, target.length);
        }

        @Override
        public void write(long offset, long[] source, int length) {
            memory.write(argument, offset, source, 0, length);
        }

        @Override
        public void write(long offset, byte[] source) {
            memory.write(argument, offset, source, 0, source.length);
        }
    }

    /// What the host has mapped.
    record OfMapping(MemorySegment segment) implements Content {
        private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

        @Override
        public long sizeBytes() {
            return segment.byteSize();
        }

        @Override
        public void read(long offset, long[] target, int length) {
            MemorySegment.copy(segment, WORD, offset, target, 0, length);
        }

        @Override
        public void read(long offset, byte[] target) {
            MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, target, 0, target.length);
        }

        @Override
        public void write(long offset, long[] source, int length) {
            MemorySegment.copy(source, 0, segment, WORD, offset, length);
        }

        @Override
        public void write(long offset, byte[] source) {
            MemorySegment.copy(source, 0, segment, ValueLayout.JAVA_BYTE, offset, source.length);
        }
    }
}
