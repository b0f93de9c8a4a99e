package dev.holdfast.memory.testing;

import dev.holdfast.memory.recorder.TraceSink;
import java.util.List;

/// A sink that takes note of nothing: tests change what they are about.
public interface QuietSink extends TraceSink {
    @Override
    default void buffer(long id, long sizeBytes, String client) {}

    @Override
    default void uploaded(long id) {}

    @Override
    default void operation(String name, List<Long> reads, List<Long> writes) {}

    @Override
    default void freed(long id) {}
}
