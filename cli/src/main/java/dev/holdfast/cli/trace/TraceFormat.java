package dev.holdfast.cli.trace;

/// What the records of one kind of trace mean.
///
/// [TraceReader] finds the kind by looking at the first record and then hands over every record,
/// the first included, in order.
sealed interface TraceFormat permits OpsTraceFormat, MooncakeFormat {
    /// Adds to the builder what the record says.
    void accept(TraceRecord record, TraceBuilder builder) throws TraceException;
}
