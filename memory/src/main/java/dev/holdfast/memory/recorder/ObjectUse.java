package dev.holdfast.memory.recorder;

/// An object of a submission, as a flight log tells of it.
///
/// @param id its number, unique in its manager
/// @param name what its owner calls it; cut with an ellipsis if it is long, empty if it was
///   overwritten in the log
/// @param how what the kernel does with it
/// @param sizeBytes its size
/// @param version of its content before the submission
/// @param heap where it was placed
/// @param offset its first byte there
/// @param extents in how many pieces
public record ObjectUse(
        long id,
        String name,
        How how,
        long sizeBytes,
        int version,
        int heap,
        long offset,
        int extents) {

    /// What a kernel does with an object.
    public enum How {
        /// Reads it.
        READ("reads"),
        /// Reads and writes it.
        READ_WRITE("updates"),
        /// Writes all of it.
        OVERWRITE("overwrites");

        private final String verb;

        How(String verb) {
            this.verb = verb;
        }

        /// For people: `reads`.
        public String verb() {
            return verb;
        }

        /// The one of these.
        public static How of(boolean reads, boolean writes) {
            if (!writes) {
                return READ;
            }
            return reads ? READ_WRITE : OVERWRITE;
        }

        int bits() {
            return switch (this) {
                case READ -> FlightFormat.READS;
                case READ_WRITE -> FlightFormat.READS | FlightFormat.WRITES;
                case OVERWRITE -> FlightFormat.WRITES;
            };
        }
    }
}
