package dev.holdfast.mutants;

import dev.holdfast.mutants.Definition.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `./dev mutants`.
public final class Main {
    private static final String USAGE =
            """
            ./dev mutants [NAME…] [--seed N] [--seeds N] [--enough N] [--steps N] [--jobs N]
                          [--write FILE]
              --seed N      the first seed (one that hangs from the commit and is printed)
              --seeds N     how many look at each mutant at most (20)
              --enough N    after so many that caught it no more look (3)
              --steps N     how long each of them looks (300000)
              --jobs N      how many mutants are looked at side by side (2)
              --write FILE  writes the page there; all mutants go to docs/mutants.md by themselves
            """;

    private Main() {}

    /// Runs mutants. Exits with 1 if one survives, with 2 if it could not run.
    public static void main(String[] words) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int status = run(List.of(words), out, err);
        if (out.checkError()) {
            err.println("./dev mutants: standard output cannot be written");
            status = 2;
        }
        System.exit(status);
    }

    private static int run(List<String> words, PrintStream out, PrintStream err)
            throws InterruptedException {
        try {
            Order order = Order.of(words);
            if (order.help()) {
                out.print(USAGE);
                return 0;
            }
            return run(order, Checkout.require(), out, err);
        } catch (MutantException | IOException failed) {
            err.println("./dev mutants: " + failed.getMessage());
            return 2;
        }
    }

    private static int run(Order order, Checkout checkout, PrintStream out, PrintStream err)
            throws MutantException, IOException, InterruptedException {
        long first = order.seed().orElseGet(() -> FreshSeed.of(checkout.root()));
        err.printf("seeds from %d on%n", first);
        int enough = Math.min(order.enough(), order.seeds());
        Campaign campaign =
                new Campaign(
                        PatchCompiler.in(checkout, RunningModules.current()),
                        Simulation.of(order.steps()),
                        first,
                        order.seeds(),
                        enough);
        List<MutantResult> results =
                new SideBySide(campaign, order.jobs()).run(chosen(order, checkout), err);
        MutantTable table = new MutantTable(results, first, order.seeds(), enough, order.steps());
        out.print(table.markdown());
        Optional<Path> page =
                order.names().isEmpty() && order.page().isEmpty()
                        ? Optional.of(checkout.root().resolve("docs/mutants.md"))
                        : order.page();
        if (page.isPresent()) {
            Files.writeString(page.get(), table.markdown());
        }
        return table.survivors().isEmpty() ? 0 : 1;
    }

    private static List<Definition> chosen(Order order, Checkout checkout) throws MutantException {
        List<Definition> chosen = new ArrayList<>();
        for (String name : order.names()) {
            chosen.add(checkout.definition(name));
        }
        if (chosen.isEmpty()) {
            for (Definition each : checkout.definitions()) {
                if (each.kind() == Kind.MUTANT) {
                    chosen.add(each);
                }
            }
        }
        return chosen;
    }

    /// What was asked for.
    private record Order(
            List<String> names,
            Optional<Long> seed,
            int seeds,
            int enough,
            long steps,
            int jobs,
            Optional<Path> page,
            boolean help) {
        private static final int SEEDS = 20;
        private static final int ENOUGH = 3;
        private static final long STEPS = 300_000;
        private static final int JOBS = 2;

        static Order of(List<String> words) throws MutantException {
            List<String> names = new ArrayList<>();
            Optional<Long> seed = Optional.empty();
            int seeds = SEEDS;
            int enough = ENOUGH;
            long steps = STEPS;
            int jobs = JOBS;
            Optional<Path> page = Optional.empty();
            boolean help = false;
            for (int i = 0; i < words.size(); i++) {
                switch (words.get(i)) {
                    case "--help", "-h" -> help = true;
                    case "--seed" -> seed = Optional.of(number(words, ++i));
                    case "--enough" -> enough = Math.toIntExact(number(words, ++i));
                    case "--jobs" -> jobs = Math.toIntExact(number(words, ++i));
                    case "--seeds" -> seeds = Math.toIntExact(number(words, ++i));
                    case "--steps" -> steps = number(words, ++i);
                    case "--write" -> page = Optional.of(Path.of(value(words, ++i)));
                    default -> {
                        if (words.get(i).startsWith("-")) {
                            throw new MutantException("there is no option " + words.get(i));
                        }
                        names.add(words.get(i));
                    }
                }
            }
            return new Order(List.copyOf(names), seed, seeds, enough, steps, jobs, page, help);
        }

        private static long number(List<String> words, int at) throws MutantException {
            String text = value(words, at);
            if (!text.matches("[1-9][0-9]{0,8}")) {
                throw new MutantException("\"" + text + "\" is not a number from 1 on");
            }
            return Long.parseLong(text);
        }

        private static String value(List<String> words, int at) throws MutantException {
            if (at >= words.size()) {
                throw new MutantException(words.get(at - 1) + " needs a value");
            }
            return words.get(at);
        }
    }
}
