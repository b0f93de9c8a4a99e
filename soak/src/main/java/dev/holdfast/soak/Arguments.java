package dev.holdfast.soak;

import dev.holdfast.device.fault.FaultSpec;
import dev.holdfast.device.unit.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What was asked for on the command line.
///
/// @param options what the soak is to be
/// @param json where to write everything as JSON
/// @param help whether only the usage is wanted
record Arguments(SoakOptions options, Optional<Path> json, boolean help) {
    static final String USAGE =
            """
            ./dev soak [--minutes 10] [--threads 4] [--device NAME] [--faults 1%] [--rude] …
              --minutes M           how long; 0.5 is half a minute
              --threads N           how many threads, each with a client of its own
              --device NAME         soft, soft-flat, opencl, opencl:1, or a name
              --faults SHARE        of copies, clears, kernels, repairs and bookkeeping; or off
              --seed N              what is done next and what goes wrong
              --rude                drivers, callbacks, executors and listeners throw; a flight log
                                    is cut short, and memory that was lent disappears
              --device-memory SIZE  16MiB
              --host-memory SIZE    64MiB
              --moves N             at most so many moves of each thread
              --json FILE           writes everything there as well
            Exit status: 0 if all is well, 1 if not, 2 if it could not be run.
            """;

    /// Throws [IllegalArgumentException] with one line for people.
    static Arguments of(List<String> words) {
        SoakOptions options = SoakOptions.defaults();
        Optional<Path> json = Optional.empty();
        boolean help = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--help") || word.equals("-h")) {
                help = true;
                continue;
            }
            if (word.equals("--rude")) {
                options = options.withRude();
                continue;
            }
            if (i + 1 >= words.size()) {
                throw new IllegalArgumentException(word + ": no such option, or it needs a value");
            }
            String value = words.get(++i);
            if (word.equals("--json")) {
                json = Optional.of(Path.of(value));
            } else {
                options = with(options, word, value);
            }
        }
        return new Arguments(options, json, help);
    }

    private static SoakOptions with(SoakOptions options, String word, String value) {
        return switch (word) {
            case "--minutes" -> options.withLength(minutes(value));
            case "--threads" -> options.withThreads((int) number(word, value));
            case "--device" -> options.withDevice(value);
            case "--faults" -> options.withFaults(share(value));
            case "--seed" -> options.withSeed(number(word, value));
            case "--device-memory" -> options.withMemory(Bytes.parse(value), options.hostBytes());
            case "--host-memory" -> options.withMemory(options.deviceBytes(), Bytes.parse(value));
            case "--moves" -> options.withMostMoves(number(word, value));
            default -> throw new IllegalArgumentException("there is no option " + word);
        };
    }

    private static Duration minutes(String value) {
        if (!value.matches("[0-9]{1,5}(\\.[0-9]{1,3})?")) {
            throw new IllegalArgumentException("--minutes " + value + ": write 10 or 0.5");
        }
        return Duration.ofMillis(Math.round(Double.parseDouble(value) * 60_000));
    }

    private static Optional<String> share(String value) {
        if (value.equals("off")) {
            return Optional.empty();
        }
        var _ = FaultSpec.parse("clear:fail@" + value);
        return Optional.of(value);
    }

    private static long number(String word, String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(word + " " + value + ": not a number");
        }
        return Long.parseLong(value);
    }
}
