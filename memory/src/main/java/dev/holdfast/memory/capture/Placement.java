package dev.holdfast.memory.capture;

import dev.holdfast.device.HeapRange;
import java.util.List;

/// Where an object's bytes are, or were.
///
/// @param region the name of the region: `device`, `host`, or `adopted` for what is in none
/// @param ranges the pieces, in the order of the object's bytes
public record Placement(String region, List<HeapRange> ranges) {
    /// Takes its own copy of the list.
    public Placement {
        ranges = List.copyOf(ranges);
    }
}
