package dev.holdfast.memory.recorder;

import java.util.List;

/// Takes note of what a program does with its buffers, in submission order and by one thread at a
/// time. Called on the threads of whoever uses the manager, once everything is settled and no lock
/// is held: one that is slow costs its callers time, and one that throws is told nothing any more.
public interface TraceSink {
    /// A buffer exists. `client` is its owner's name.
    void buffer(long id, long sizeBytes, String client);

    /// A buffer's content came from the host.
    void uploaded(long id);

    /// An operation was submitted.
    void operation(String name, List<Long> reads, List<Long> writes);

    /// A buffer is gone.
    void freed(long id);
}
