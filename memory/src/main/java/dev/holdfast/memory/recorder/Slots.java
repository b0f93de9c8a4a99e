package dev.holdfast.memory.recorder;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// The slots of a mapped file, written so that a reader who comes at any moment, or after the
/// process has died at any moment, can tell what is whole.
///
/// The order of the stores is all there is to it: the stamp that says *being written*, then the
/// words, then the stamp that says *written*. The fence keeps the first before the words and the
/// release keeps the second after them, in the compiler and in the processor; what a thread had
/// stored when its process died is in the page cache, and the order holds there too.
///
/// A writer that is held up for so long that another has gone all the way round finds a later
/// record in its slot, and leaves it: what it has to say would be overwritten by now. If it is held
/// up in the middle of writing, it does damage a later record, which the reader then names as
/// missing or damaged.
final class Slots {
    private static final VarHandle STAMP = FlightFormat.WORD.varHandle();

    private final MemorySegment file;
    private final long start;
    private final long mask;

    /// `count` slots from `start` on; a power of two.
    Slots(MemorySegment file, long start, int count) {
        this.file = file;
        this.start = start;
        this.mask = count - 1L;
    }

    /// Writes the record of that number, over the one that was there before, unless that is later.
    void write(long number, long w0, long w1, long w2, long w3, long w4, long w5) {
        long at = start + (number & mask) * FlightFormat.SLOT_BYTES;
        if (Math.abs((long) STAMP.getOpaque(file, at)) > number) {
            return;
        }
        STAMP.setOpaque(file, at, -number);
        VarHandle.storeStoreFence();
        file.set(FlightFormat.WORD, at + 8, w0);
        file.set(FlightFormat.WORD, at + 16, w1);
        file.set(FlightFormat.WORD, at + 24, w2);
        file.set(FlightFormat.WORD, at + 32, w3);
        file.set(FlightFormat.WORD, at + 40, w4);
        file.set(FlightFormat.WORD, at + 48, w5);
        long check = FlightFormat.check(number, w0, w1, w2, w3, w4, w5);
        file.set(FlightFormat.WORD, at + 56, check);
        STAMP.setRelease(file, at, number);
    }
}
