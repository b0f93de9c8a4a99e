import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Tries Holdfast on the OpenCL devices of a machine: the tests of `opencl`, then a replay that
/// must come to the digest that the embedded device comes to. `java tools/Gpu.java LIB [--any]
/// [--device opencl:1] [--scale F]`, with all jars in the folder LIB: `./dev gpu`.
///
/// Each step is a process of its own, with an end: a driver that takes its process down, or never
/// answers, is a row of the table. Ends with 0 if all is well or there is no such device, 1 if
/// something is wrong, 2 if it could not be tried.
final class Gpu {
    private static final String SUITE = "dev.holdfast.opencl.SuiteRun";
    private static final String REPLAY = "dev.holdfast.cli.Main";
    private static final long SUITE_MINUTES = 15;
    private static final long REPLAY_MINUTES = 10;
    private static final String NONE = "no GPU or accelerator that OpenCL can use here";

    private final Path lib;
    private final Path folder;
    private final String scale;

    private record Device(String name, String kind, String text, String driver) {}

    /// What a process said, and how it ended; below zero if it did not.
    private record Ended(int status, List<String> lines) {
        List<String> of(String word) {
            return lines.stream()
                    .filter(line -> line.startsWith(word + "\t"))
                    .map(line -> line.substring(word.length() + 1))
                    .toList();
        }
    }

    private Gpu(Path lib, Path folder, String scale) {
        this.lib = lib;
        this.folder = folder;
        this.scale = scale;
    }

    public static void main(String[] words) throws IOException, InterruptedException {
        if (words.length == 0 || words[0].equals("--self-test")) {
            selfTest();
            return;
        }
        boolean any = false;
        String only = "";
        String scale = "1";
        for (int i = 1; i < words.length; i++) {
            boolean valued = i + 1 < words.length;
            if (words[i].equals("--any")) {
                any = true;
            } else if (words[i].equals("--device") && valued) {
                only = words[++i];
            } else if (words[i].equals("--scale") && valued) {
                scale = words[++i];
            } else {
                System.err.println("./dev gpu [--any] [--device NAME] [--scale F]: " + words[i]);
                System.exit(2);
            }
        }
        Path folder = Files.createTempDirectory("holdfast-gpu");
        try {
            System.exit(new Gpu(Path.of(words[0]), folder, scale).run(any, only));
        } finally {
            try (var left = Files.list(folder)) {
                left.forEach(file -> file.toFile().delete());
            }
            folder.toFile().delete();
        }
    }

    private int run(boolean any, String only) throws IOException, InterruptedException {
        Ended listed = java(1, SUITE, "list");
        if (listed.status() != 0) {
            listed.lines().forEach(System.err::println);
            System.err.println("./dev gpu: the devices could not be listed");
            return 2;
        }
        List<Device> there = listed.of("device").stream().map(Gpu::device).toList();
        List<Device> chosen =
                there.stream()
                        .filter(each -> isAsked(each, only))
                        .filter(each -> any || !only.isEmpty() || !each.kind().equals("CPU"))
                        .toList();
        if (chosen.isEmpty()) {
            System.out.println(none(there, listed.of("none"), only));
            return only.isEmpty() ? 0 : 2;
        }
        if (!only.isEmpty() && chosen.size() > 1) {
            String several = String.join(", ", chosen.stream().map(Gpu::text).toList());
            System.out.println("\"" + only + "\" is in the names of several devices: " + several);
            return 2;
        }
        return tryAll(chosen);
    }

    /// By number, or by what the driver calls it, in whole or in part; an empty name asks for all.
    private static boolean isAsked(Device device, String name) {
        String in = device.text().toLowerCase(Locale.ROOT);
        return name.isEmpty()
                || device.name().equals(name)
                || in.contains(name.toLowerCase(Locale.ROOT));
    }

    private static String none(List<Device> there, List<String> why, String only) {
        String found =
                there.isEmpty()
                        ? String.join("; ", why)
                        : "there is " + String.join(", ", there.stream().map(Gpu::text).toList());
        return (only.isEmpty() ? NONE : "there is no device " + only) + ": " + found;
    }

    private static String text(Device device) {
        return device.name() + " (" + device.kind() + ", " + device.text() + ")";
    }

    private static Device device(String line) {
        String[] words = line.split("\t", -1);
        return new Device(words[0], words[1], words[2], words[3]);
    }

    private int tryAll(List<Device> chosen) throws IOException, InterruptedException {
        System.err.println("replaying on soft, to compare with …");
        String soft = replay("soft");
        List<String[]> rows = new ArrayList<>();
        List<String> details = new ArrayList<>();
        boolean good = number(soft, "leaks") == 0 && soft.contains("\"verified\" : true");
        rows.add(
                new String[] {
                    "device",
                    "driver",
                    "passed",
                    "failed",
                    "not run",
                    "reads verified",
                    "evictions",
                    "MB/s",
                    "digest"
                });
        for (Device device : chosen) {
            System.err.println("running the suite on " + text(device) + " …");
            Ended suite = java(SUITE_MINUTES, SUITE, device.name());
            System.err.println("replaying on " + text(device) + " …");
            String replay = replay(device.name());
            rows.add(row(device, suite, replay, soft));
            good &= isGood(suite) && isGood(replay, soft);
            suite.of("failure").forEach(each -> details.add(device.name() + " failed: " + each));
            suite.of("not-run").stream()
                    .collect(Collectors.groupingBy(why -> why, TreeMap::new, Collectors.counting()))
                    .forEach((why, count) ->
                            details.add(device.name() + " not run: " + count + " because " + why));
            if (suite.of("suite").isEmpty()) {
                details.add(device.name() + ": the suite ended with " + suite.status() + ":");
                details.addAll(last(suite.lines()));
            }
            if (!replay.startsWith("{")) {
                details.add(device.name() + ": " + replay);
            }
        }
        print(rows);
        details.forEach(System.out::println);
        System.out.println(good ? "all is well" : "NOT all is well");
        return good ? 0 : 1;
    }

    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - 20), lines.size());
    }

    private static boolean isGood(Ended suite) {
        return suite.of("suite").stream()
                .anyMatch(counts -> counts.matches("[1-9][0-9]*\t0\t[0-9]+"));
    }

    private static boolean isGood(String replay, String soft) {
        return replay.contains("\"verified\" : true")
                && !text(replay, "digest").isEmpty()
                && text(replay, "digest").equals(text(soft, "digest"));
    }

    private static String[] row(Device device, Ended suite, String replay, String soft) {
        String[] counts =
                suite.of("suite").isEmpty()
                        ? new String[] {"–", "–", "–"}
                        : suite.of("suite").getFirst().split("\t", -1);
        String verified = "–";
        String evictions = "–";
        String speed = "–";
        String digest = "–";
        if (replay.startsWith("{")) {
            verified = number(replay, "verifiedReads") + " of " + number(replay, "reads");
            evictions = "" + number(replay, "evictions");
            long moved = number(replay, "bytesToDevice") + number(replay, "bytesToHost");
            double seconds = Math.max(1, number(replay, "wallNanos")) / 1e9;
            speed = String.format(Locale.ROOT, "%.0f", moved / 1e6 / seconds);
            digest = text(replay, "digest").equals(text(soft, "digest")) ? "as soft's" : "DIFFERS";
        }
        return new String[] {
            device.name() + " " + device.text(),
            device.driver(),
            counts[0],
            counts[1],
            counts[2],
            verified,
            evictions,
            speed,
            digest
        };
    }

    /// The report of a replay as JSON; where there is none, what was said instead.
    private String replay(String device) throws IOException, InterruptedException {
        Path json = folder.resolve(device.replace(':', '-') + ".json");
        Ended ended =
                java(
                        REPLAY_MINUTES,
                        REPLAY,
                        "replay",
                        "--device",
                        device,
                        "--device-memory",
                        "25%",
                        "--scale",
                        scale,
                        "--json",
                        json.toString());
        if (ended.status() >= 0 && Files.exists(json)) {
            return Files.readString(json).strip();
        }
        return "the replay ended with %d: %s"
                .formatted(ended.status(), String.join(" ", last(ended.lines())));
    }

    private static long number(String json, String key) {
        Matcher match = Pattern.compile('"' + key + "\" : ([0-9]+)").matcher(json);
        return match.find() ? Long.parseLong(match.group(1)) : -1;
    }

    private static String text(String json, String key) {
        Matcher match = Pattern.compile('"' + key + "\" : \"([^\"]*)\"").matcher(json);
        return match.find() ? match.group(1) : "";
    }

    /// Runs a program of ours in a process of its own, for so many minutes at most.
    private Ended java(long minutes, String main, String... words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(List.of("-cp", lib.resolve("*").toString(), main));
        command.addAll(List.of(words));
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start();
        boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String text = new String(Files.readAllBytes(printed), StandardCharsets.UTF_8);
        return new Ended(ended ? process.exitValue() : -1, text.lines().toList());
    }

    /// Shows the verdicts what is good and what is not.
    private static void selfTest() {
        String good = "{ \"digest\" : \"ab\", \"verified\" : true, \"reads\" : 7 }";
        check(isGood(good, good), "a replay that is as it should be");
        check(!isGood(good, good.replace("ab", "cd")), "another digest");
        check(!isGood(good.replace("true", "false"), good), "not verified");
        check(!isGood("the replay ended with -1", "nothing"), "no replay at all");
        check(isGood(new Ended(0, List.of("suite\t9\t0\t2"))), "a suite that passed");
        check(!isGood(new Ended(0, List.of("suite\t9\t1\t2"))), "a test that failed");
        check(!isGood(new Ended(0, List.of("suite\t0\t0\t9"))), "a suite of which nothing ran");
        check(!isGood(new Ended(134, List.of("# SIGSEGV"))), "a suite that ended in the middle");
        check(number(good, "reads") == 7, "a number");
        Device card = new Device("opencl:1", "GPU", "Radeon 7900", "1");
        check(isAsked(card, "opencl:1") && isAsked(card, "radeon"), "a device that is asked for");
        check(!isAsked(card, "opencl:10") && !isAsked(card, "llvm"), "one that is not");
    }

    private static void check(boolean is, String what) {
        if (!is) {
            throw new AssertionError("./dev gpu misjudges " + what);
        }
    }

    private static void print(List<String[]> rows) {
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row[i]).repeat(' ', widths[i] - row[i].length() + 3);
            }
            System.out.println(line.toString().stripTrailing());
        }
    }
}
