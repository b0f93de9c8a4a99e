package dev.holdfast.memory.recorder;

import java.util.List;

/// Takes note of what a program does with its buffers, in submission order. Called under the
/// ledger: implementations only take note, and write elsewhere.
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
