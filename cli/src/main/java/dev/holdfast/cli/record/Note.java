package dev.holdfast.cli.record;

import java.util.List;

/// What a manager tells a trace sink, as a value that another thread can take its time with.
sealed interface Note {
    /// A buffer exists.
    record Created(long id, long sizeBytes, String client) implements Note {}

    /// Its content came from the host.
    record Uploaded(long id) implements Note {}

    /// An operation was accepted.
    record Submitted(String name, List<Long> reads, List<Long> writes) implements Note {}

    /// A buffer is gone.
    record Freed(long id) implements Note {}

    /// There will be no more.
    record End() implements Note {}
}
