package dev.holdfast.bench;

import dev.holdfast.bench.harness.Size;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was asked for on the command line.
///
/// @param names the budgets; empty for all
/// @param size how much of each
/// @param json where to write the rows as JSON
/// @param inputs the folder with recorded lifetimes
/// @param device which device the budgets of OpenCL are measured on
/// @param help whether only the usage is wanted
record Arguments(
        List<String> names,
        Size size,
        Optional<Path> json,
        Path inputs,
        String device,
        boolean help) {
    static final String USAGE =
            """
            ./dev bench [NAME…] [--quick] [--json FILE] [--inputs DIR] [--device NAME]
              --quick       a first look, in two minutes or so
              --smoke       one short round of everything, only to see that it runs
              --json FILE   writes the rows there as well
              --inputs DIR  where the recorded lifetimes are (../shared/data)
              --device NAME which device those of OpenCL are measured on: opencl:1, a name (opencl)
            """;

    /// Throws [IllegalArgumentException] with one line for people.
    static Arguments of(List<String> words) {
        List<String> names = new ArrayList<>();
        Size size = Size.FULL;
        Optional<Path> json = Optional.empty();
        Path inputs = Path.of("..", "shared", "data");
        String device = "opencl";
        boolean help = false;
        for (int i = 0; i < words.size(); i++) {
            switch (words.get(i)) {
                case "--quick" -> size = Size.QUICK;
                case "--smoke" -> size = Size.SMOKE;
                case "--help", "-h" -> help = true;
                case "--json" -> json = Optional.of(Path.of(valueOf(words, ++i)));
                case "--inputs" -> inputs = Path.of(valueOf(words, ++i));
                case "--device" -> device = valueOf(words, ++i);
                default -> {
                    if (words.get(i).startsWith("-")) {
                        throw new IllegalArgumentException("there is no option " + words.get(i));
                    }
                    names.add(words.get(i));
                }
            }
        }
        return new Arguments(List.copyOf(names), size, json, inputs, device, help);
    }

    private static String valueOf(List<String> words, int at) {
        if (at >= words.size()) {
            throw new IllegalArgumentException(words.get(at - 1) + " needs a value");
        }
        return words.get(at);
    }
}
