package dev.holdfast.cli;

import dev.holdfast.cli.replay.InputException;
import dev.holdfast.cli.trace.BuiltInTrainingStep;
import dev.holdfast.cli.trace.Trace;
import dev.holdfast.cli.trace.TraceException;
import dev.holdfast.cli.trace.TraceInterleaving;
import dev.holdfast.cli.trace.TraceReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which trace to run, and what to make of it first.
final class TraceChoice {
    @Parameters(
            arity = "0..1",
            paramLabel = "TRACE",
            description =
                    "An ops-trace, or Mooncake requests; plain or gzip. Without one: a training"
                            + " step of a small transformer that is built in.")
    private @Nullable Path file;

    @Option(
            names = "--scale",
            paramLabel = "F",
            defaultValue = "1",
            description = "Multiply the size of every buffer (default: ${DEFAULT-VALUE}).")
    private double scale = 1;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "So many tenants each run the whole trace at sizes divided by N, mixed by the"
                            + " seed. Clients that a trace names itself win.")
    private int clients = 1;

    @Option(
            names = "--block-bytes",
            paramLabel = "SIZE",
            defaultValue = "16KiB",
            converter = Converters.Size.class,
            description = "Size of a block of a Mooncake trace (default: ${DEFAULT-VALUE}).")
    private long blockBytes = TraceReader.DEFAULT_MOONCAKE_BLOCK_BYTES;

    /// The trace's file; null for the one that is built in.
    @Nullable Path file() {
        return file;
    }

    /// The trace as it is to run.
    Trace load(long seed) throws TraceException, InputException {
        require(scale > 0 && !Double.isInfinite(scale), "--scale " + scale + ": must be positive");
        require(clients >= 1, "--clients " + clients + ": must be at least 1");
        require(blockBytes >= 1, "--block-bytes " + blockBytes + ": must be at least 1");
        Trace trace =
                file == null
                        ? BuiltInTrainingStep.DEFAULT.trace()
                        : new TraceReader(blockBytes).read(file);
        int tenants = trace.clients().isEmpty() ? clients : 1;
        double factor = scale / tenants;
        Trace scaled = factor == 1 ? trace : trace.scaled(factor);
        return new TraceInterleaving(tenants, seed).of(scaled);
    }

    static void require(boolean right, String message) throws InputException {
        if (!right) {
            throw new InputException(message);
        }
    }
}
