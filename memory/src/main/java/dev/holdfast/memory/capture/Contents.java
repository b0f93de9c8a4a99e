package dev.holdfast.memory.capture;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// The bytes of one captured object, or why there are none.
public sealed interface Contents {

    /// What was read, from the object's first byte on.
    ///
    /// @param chunks read-only pieces, end to end
    /// @param truncated true if the object has more bytes than these
    /// @param note why it was cut; empty if it was not
    record Present(List<MemorySegment> chunks, boolean truncated, String note) implements Contents {
        /// Takes its own copy of the list.
        public Present {
            chunks = List.copyOf(chunks);
        }

        /// How many bytes there are.
        public long sizeBytes() {
            return chunks.stream().mapToLong(MemorySegment::byteSize).sum();
        }
    }

    /// Nothing was read.
    ///
    /// @param why in a word
    /// @param note in a sentence
    record Missing(Why why, String note) implements Contents {}

    /// Why an object's bytes are missing.
    enum Why {
        /// Its bytes had not arrived where the command was to find them.
        NOT_THERE_YET("not there yet"),
        /// They never arrived there: the move was lost.
        LOST("lost"),
        /// Its placement had been let go before it could be held.
        GONE("gone"),
        /// Reading it took too long, or the capture ran out of its time.
        TIMED_OUT("timed out"),
        /// The capture had no bytes left to spend.
        OVER_LIMIT("over the limit"),
        /// Neither the CPU nor a copy through the device could read it.
        UNREADABLE("unreadable");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        /// For people: `not there yet`.
        public String text() {
            return text;
        }
    }
}
