package dev.holdfast.bench;

import dev.holdfast.bench.budget.Budgets;
import dev.holdfast.bench.harness.Budget;
import dev.holdfast.bench.harness.Row;
import dev.holdfast.bench.harness.Size;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// `./dev bench`.
public final class Main {
    private static final String REPLAYS =
            """
            The budgets of replaying are measured by replay itself:
              ./holdfast replay ../shared/data/bert-base-b256.ops.jsonl.gz --scale 0.005 \\
                  --compute sleep --link-bandwidth 78.75MB/s --window 256 --iterations 3 \\
                  --device-memory 100%,50%,25%
              ./holdfast replay ../shared/data/resnet-train-step.ops.jsonl.gz --device-memory 50%
            """;

    private Main() {}

    /// Measures what is asked for. Exits with zero if it ran, whatever it says.
    public static void main(String[] words) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        try {
            Arguments arguments = Arguments.of(List.of(words));
            if (arguments.help()) {
                out.print(Arguments.USAGE);
            } else {
                run(arguments, out, err);
            }
            if (out.checkError()) {
                err.println("./dev bench: standard output cannot be written");
                System.exit(2);
            }
        } catch (IllegalArgumentException wrong) {
            err.println("./dev bench: " + wrong.getMessage());
            System.exit(2);
        }
    }

    /// Measures, with the table on `out` and the progress on `err`.
    static Report run(Arguments arguments, PrintStream out, PrintStream err)
            throws IOException, InterruptedException {
        List<Budget> chosen = choose(arguments);
        Machine before = Machine.now();
        out.println(before);
        List<Row> rows = new ArrayList<>();
        for (Budget budget : chosen) {
            err.println("measuring " + budget.name() + " …");
            rows.addAll(budget.measure(arguments.size()));
        }
        if (arguments.size() == Size.SMOKE) {
            out.println("a smoke run: it shows that everything runs, and its figures mean nothing");
        }
        Report report = new Report(before, Machine.now(), rows);
        out.print(report.table());
        out.printf("load at the end %.2f%n", report.after().load());
        if (arguments.names().isEmpty()) {
            out.print(REPLAYS);
        }
        if (arguments.json().isPresent()) {
            Files.writeString(arguments.json().get(), report.json());
        }
        return report;
    }

    private static List<Budget> choose(Arguments arguments) {
        List<Budget> all = Budgets.all(arguments.inputs(), arguments.device());
        for (String name : arguments.names()) {
            if (all.stream().noneMatch(budget -> budget.name().equals(name))) {
                throw new IllegalArgumentException(
                        "there is no budget "
                                + name
                                + "; there are "
                                + String.join(", ", all.stream().map(Budget::name).toList()));
            }
        }
        return arguments.names().isEmpty()
                ? all
                : all.stream().filter(each -> arguments.names().contains(each.name())).toList();
    }
}
