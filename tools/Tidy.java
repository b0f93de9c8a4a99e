import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The house rules of STYLE.md that no compiler knows. `java tools/Tidy.java` checks every file
/// that git tracks or would track; each finding names file, line, rule and what to write instead.
/// `--self-test` shows each rule a snippet that breaks it, and one that does not.
final class Tidy {

    static final int FILE_LINES = 450;
    static final int METHOD_LINES = 70;
    static final int COLUMNS = 100;
    static final int ESSAY_LINES = 5;

    record Finding(String path, int line, String rule, String text) {
        @Override
        public String toString() {
            return path + ":" + line + ": " + rule + ": " + text;
        }
    }

    /// A call that has no place in most files, and what to write instead. The path of a file, or
    /// the rest of its code, may make it right.
    record BannedCall(String pattern, String allowedIn, String allowedBeside, String instead) {
        BannedCall(String pattern, String allowedIn, String instead) {
            this(pattern, allowedIn, "(?!)", instead);
        }
    }

    private static final String WIRING =
            "(cli|bench|examples|mutants|soak|tools)/.*|.*/src/(test|stress)/.*";

    /// Where real time is right: the clock itself, and a caller's own thread that is parked.
    private static final String REAL_TIME = "\\bimplements Ticker\\b|\\bparkNanos\\(";

    static final List<BannedCall> CALLS =
            List.of(
                    new BannedCall(
                            "\\bThread\\.sleep\\(",
                            ".*/src/(test|stress)/.*",
                            "await a fence, or let the Ticker call you"),
                    new BannedCall(
                            "\\bSystem\\.(out|err)\\b",
                            WIRING,
                            "return it; floor 2 does the printing"),
                    new BannedCall("\\bSystem\\.exit\\(", WIRING, "throw, or return a value"),
                    new BannedCall(
                            "\\bvoid finalize\\(", "", "java.lang.ref.Cleaner, to report leaks"),
                    new BannedCall("\\bSystem\\.gc\\(", WIRING, "close what is owned"),
                    new BannedCall("\\bSystem\\.nanoTime\\(", WIRING, REAL_TIME, "the Ticker"),
                    new BannedCall(
                            "\\bSystem\\.currentTimeMillis\\(", WIRING, REAL_TIME, "the Ticker"),
                    new BannedCall("\\bInstant\\.now\\(\\)", WIRING, REAL_TIME, "the Ticker"),
                    new BannedCall(
                            "\\.printStackTrace\\(", WIRING, "a fault that carries its cause"));

    /// Words that say nothing, in the names of types.
    static final Map<String, String> TYPE_WORDS =
            Map.ofEntries(
                    Map.entry("Manager", "the role, such as Evictor or Reaper"),
                    Map.entry("Handler", "the role, such as Interceptor"),
                    Map.entry("Helper", "the role it plays"),
                    Map.entry("Util", "the thing it computes"),
                    Map.entry("Utils", "the thing it computes"),
                    Map.entry("Impl", "what sets this one apart"),
                    Map.entry("Base", "composition, or what the subtypes share"),
                    Map.entry("Data", "what the bytes are"),
                    Map.entry("Info", "a record with its own name"),
                    Map.entry("Fast", "how it works"),
                    Map.entry("Smart", "how it works"),
                    Map.entry("Safe", "what it guarantees"));

    static final Set<String> TYPES_ALLOWED = Set.of("MemoryManager", "DeviceInfo", "HeapInfo");

    /// Of those the ones that spoil a method too. `dataDependency` and `baseAddress` are good
    /// names.
    static final Set<String> METHOD_WORDS =
            Set.of("Handler", "Helper", "Util", "Utils", "Impl", "Fast", "Smart", "Safe");

    /// Type names that somebody else owns.
    static final Map<String, String> BARE_NAMES =
            Map.of(
                    "Buffer", "BufferObject",
                    "Memory", "DeviceMemory",
                    "Context", "Device or Timeline",
                    "Event", "Fence",
                    "Stream", "Queue",
                    "Pool", "Region",
                    "Page", "Block or Extent");

    // Spelt in two halves, so that this file may be checked too.
    private static final Pattern ABSENCE = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern MACHINE = Pattern.compile("(?<![\\w.*])/(wo" + "rk|ro" + "ot)/");
    private static final Pattern TEXT =
            Pattern.compile(".*\\.(java|md|xml|yml|yaml|tsv|sh|json|html|properties|config)|[^.]*");

    private final List<Finding> findings = new ArrayList<>();

    public static void main(String[] args) throws IOException, InterruptedException {
        if (Arrays.asList(args).contains("--self-test")) {
            System.exit(TidySelfTest.run() ? 0 : 1);
        }
        Map<String, String> files = tracked();
        List<Finding> findings = check(files);
        findings.forEach(System.out::println);
        int[] lengths =
                files.entrySet().stream()
                        .filter(f -> f.getKey().endsWith(".java"))
                        .mapToInt(f -> (int) f.getValue().lines().count())
                        .sorted()
                        .toArray();
        if (lengths.length > 0) {
            System.out.printf(
                    "tidy: %d Java files, median %d lines, longest %d; %d findings%n",
                    lengths.length,
                    lengths[lengths.length / 2],
                    lengths[lengths.length - 1],
                    findings.size());
        }
        System.exit(findings.isEmpty() ? 0 : 1);
    }

    /// All findings in these files, given by path and text.
    static List<Finding> check(Map<String, String> files) {
        Tidy tidy = new Tidy();
        files.forEach((path, text) -> {
            tidy.words(path, text);
            if (path.endsWith(".java")) {
                tidy.java(path, new JavaText(text));
            }
        });
        tidy.packages(files);
        tidy.findings.sort(Comparator.comparing(Finding::path).thenComparing(Finding::line));
        return tidy.findings;
    }

    private void words(String path, String text) {
        int line = 0;
        for (String content : text.lines().toList()) {
            line++;
            Matcher absence = ABSENCE.matcher(content);
            if (absence.find()) {
                add(path, line, "absence", absence.group() + ": do it, or open an issue");
            }
            if (MACHINE.matcher(content).find()) {
                add(path, line, "machine-path", "a path of one machine: make it relative");
            }
        }
    }

    private void java(String path, JavaText java) {
        if (java.raw.size() > FILE_LINES) {
            String text = java.raw.size() + " lines, at most " + FILE_LINES + ": split by noun";
            add(path, FILE_LINES + 1, "file-length", text);
        }
        for (int i = 0; i < java.raw.size(); i++) {
            line(path, i + 1, java.raw.get(i), java.code.get(i));
        }
        calls(path, java.code);
        java.members.forEach(m -> member(path, m));
    }

    private void line(String path, int line, String raw, String code) {
        int columns = raw.codePointCount(0, raw.length());
        if (columns > COLUMNS && !raw.startsWith("import ")) {
            String text = columns + " columns, at most " + COLUMNS + ": ./dev format, or reword";
            add(path, line, "line-length", text);
        }
        if (raw.strip().startsWith("/**")) {
            add(path, line, "doc-comment", "a Markdown comment: ///");
        }
        if (code.matches(".*\\bprotected\\b.*")) {
            String text = "package-private, or public on an interface; inherit no state";
            add(path, line, "protected", text);
        }
    }

    private void calls(String path, List<String> code) {
        String all = String.join("\n", code);
        for (BannedCall call : CALLS) {
            boolean beside = Pattern.compile(call.allowedBeside).matcher(all).find();
            if (beside || path.matches(call.allowedIn)) {
                continue;
            }
            Pattern pattern = Pattern.compile(call.pattern);
            for (int i = 0; i < code.size(); i++) {
                Matcher found = pattern.matcher(code.get(i));
                if (found.find()) {
                    String name = found.group().replaceAll("\\($", "");
                    add(path, i + 1, "banned-call", name + ": instead, " + call.instead);
                }
            }
        }
    }

    private void member(String path, JavaText.Member member) {
        boolean test = path.matches(".*/src/(test|stress)/.*");
        switch (member.kind()) {
            case TYPE -> typeName(path, member);
            case METHOD -> {
                int lines = member.lastLine() - member.firstLine() + 1;
                if (lines > METHOD_LINES) {
                    String text = lines + " lines, at most " + METHOD_LINES + ": name its steps";
                    add(path, member.firstLine(), "method-length", member.name() + ": " + text);
                }
                if (!test) {
                    methodName(path, member);
                }
            }
            case FIELD -> {
                if (member.says("static") && !member.says("final")) {
                    String text = "a field of an instance; no static state changes";
                    add(path, member.firstLine(), "static-field", member.name() + ": " + text);
                }
            }
            case OTHER -> {}
        }
    }

    private void typeName(String path, JavaText.Member type) {
        if (BARE_NAMES.containsKey(type.name())) {
            String text = type.name() + ": say " + BARE_NAMES.get(type.name());
            add(path, type.firstLine(), "type-name", text);
        }
        for (String word : type.name().split("(?<=[a-z0-9])(?=[A-Z])")) {
            if (TYPE_WORDS.containsKey(word) && !TYPES_ALLOWED.contains(type.name())) {
                String text = type.name() + ": for " + word + " say " + TYPE_WORDS.get(word);
                add(path, type.firstLine(), "type-name", text);
            }
        }
    }

    private void methodName(String path, JavaText.Member method) {
        for (String word : method.name().split("(?<=[a-z0-9])(?=[A-Z])")) {
            String capital = word.substring(0, 1).toUpperCase() + word.substring(1);
            if (METHOD_WORDS.contains(capital)) {
                String text = method.name() + ": for " + word + " say " + TYPE_WORDS.get(capital);
                add(path, method.firstLine(), "method-name", text);
            }
        }
    }

    private void packages(Map<String, String> files) {
        Set<String> seen = new HashSet<>();
        for (String path : files.keySet()) {
            if (!path.matches(".*/src/main/java/.+/[^/]+\\.java")) {
                continue;
            }
            String essay = path.substring(0, path.lastIndexOf('/') + 1) + "package-info.java";
            if (!seen.add(essay)) {
                continue;
            }
            long lines =
                    files.getOrDefault(essay, "")
                            .lines()
                            .filter(l -> l.matches("///.*\\w.*"))
                            .count();
            if (lines < ESSAY_LINES) {
                String text =
                        "an essay of at least " + ESSAY_LINES + " lines: ownership, order, locks";
                add(essay, 1, "package-essay", text);
            }
        }
    }

    private void add(String path, int line, String rule, String text) {
        findings.add(new Finding(path, line, rule, text));
    }

    /// Text files that are tracked, or new and not ignored, by path.
    private static Map<String, String> tracked() throws IOException, InterruptedException {
        Process git =
                new ProcessBuilder("git", "ls-files", "-co", "--exclude-standard")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IOException("tidy reads the list of files from git, and git failed");
        }
        Map<String, String> files = new TreeMap<>();
        for (String path : listed.lines().toList()) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (TEXT.matcher(name).matches() && Files.isRegularFile(Path.of(path))) {
                files.put(path, Files.readString(Path.of(path)));
            }
        }
        return files;
    }
}
