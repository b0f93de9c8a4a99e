package dev.holdfast.memory;

import dev.holdfast.memory.work.Access;

/// What a kernel is given for one of its parameters, besides numbers, which are given as they are.
public sealed interface Argument {

    /// The kernel reads this object.
    static Use read(BufferHandle handle) {
        return new Use(handle, Access.READ, false);
    }

    /// The kernel writes every byte of this object and reads none.
    static Use write(BufferHandle handle) {
        return new Use(handle, Access.OVERWRITE, false);
    }

    /// The kernel reads and changes this object.
    static Use readWrite(BufferHandle handle) {
        return new Use(handle, Access.READ_WRITE, false);
    }

    /// Memory that the items of a work group share while they run. Throws
    /// [IllegalArgumentException] if it is none.
    static Local local(long sizeBytes) {
        return new Local(sizeBytes);
    }

    /// An object.
    ///
    /// @param handle whose right it is
    /// @param access what the kernel does with it
    /// @param inCapture whether it belongs in a capture, should the launch hang or fault
    record Use(BufferHandle handle, Access access, boolean inCapture) implements Argument {
        /// The same, and it belongs in a capture.
        public Use captured() {
            return new Use(handle, access, true);
        }
    }

    /// Local memory.
    ///
    /// @param sizeBytes how much
    record Local(long sizeBytes) implements Argument {
        /// Checks that it is any.
        public Local {
            if (sizeBytes <= 0) {
                throw new IllegalArgumentException(
                        "local memory of " + sizeBytes + " bytes: must be more than nothing");
            }
        }
    }
}
