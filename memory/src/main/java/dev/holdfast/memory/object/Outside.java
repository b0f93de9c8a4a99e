package dev.holdfast.memory.object;

import dev.holdfast.device.fault.Fault;
import java.lang.foreign.MemorySegment;

/// Where an object's content is, or was last, when it is in no memory of the device's heaps.
public sealed interface Outside permits Outside.Lent, Outside.Gone {

    /// In memory that somebody lends, and that is only ever read.
    ///
    /// @param segment the bytes
    /// @param lender told when the object needs them no more
    record Lent(MemorySegment segment, Lender lender) implements Outside {}

    /// Nowhere: it went with a device, or was lent and is not there any more.
    ///
    /// @param fault what became of it
    record Gone(Fault fault) implements Outside {}
}
