package dev.holdfast.cli.replay;

import dev.holdfast.memory.recorder.Counters;
import dev.holdfast.memory.recorder.Counters.Counter;

/// What a manager has moved.
///
/// @param bytesToDevice moved into device memory
/// @param bytesToHost moved into host memory
/// @param bytesCleared overwritten with zeros
/// @param evictions buffers that made room
/// @param cleanDrops those among them that cost no copy
/// @param copiesRepairedByHost moves that the device failed and the CPU completed
/// @param copiesRepairedByQueue moves that one queue failed and another completed
/// @param copiesLost moves whose bytes are gone
/// @param resets commands that were taken from the device by force
public record Traffic(
        long bytesToDevice,
        long bytesToHost,
        long bytesCleared,
        long evictions,
        long cleanDrops,
        long copiesRepairedByHost,
        long copiesRepairedByQueue,
        long copiesLost,
        long resets) {

    /// What has been counted by now.
    static Traffic of(Counters counters) {
        return new Traffic(
                counters.get(Counter.BYTES_TO_DEVICE),
                counters.get(Counter.BYTES_TO_HOST),
                counters.get(Counter.BYTES_CLEARED),
                counters.get(Counter.EVICTIONS),
                counters.get(Counter.CLEAN_DROPS),
                counters.get(Counter.COPIES_REPAIRED_BY_HOST),
                counters.get(Counter.COPIES_REPAIRED_BY_QUEUE),
                counters.get(Counter.COPIES_LOST),
                counters.get(Counter.RESETS));
    }

    /// What has been moved since `earlier`; repairs, losses and resets count from the beginning.
    Traffic since(Traffic earlier) {
        return new Traffic(
                bytesToDevice - earlier.bytesToDevice,
                bytesToHost - earlier.bytesToHost,
                bytesCleared - earlier.bytesCleared,
                evictions - earlier.evictions,
                cleanDrops - earlier.cleanDrops,
                copiesRepairedByHost,
                copiesRepairedByQueue,
                copiesLost,
                resets);
    }
}
