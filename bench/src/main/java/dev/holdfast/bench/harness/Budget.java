package dev.holdfast.bench.harness;

import java.util.List;

/// A budget that can be measured.
public interface Budget {
    /// The name by which it is chosen.
    String name();

    /// Measures it. Takes seconds to minutes, and nearly nothing at [Size#SMOKE].
    List<Row> measure(Size size) throws InterruptedException;
}
