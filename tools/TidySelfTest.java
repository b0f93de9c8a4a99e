import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Shows each rule of [Tidy] a snippet that breaks it and nothing else, and its neighbours that are
/// right. A check that cannot fail is no check.
final class TidySelfTest {

    private static final String MAIN = "memory/src/main/java/dev/holdfast/memory/A.java";
    private static final String TEST = "memory/src/test/java/dev/holdfast/memory/ATest.java";
    private static final String ESSAY = MAIN.replace("A.java", "package-info.java");

    /// Far more than a recursive match has stack for.
    private static final String LONG = ("x".repeat(60) + "\n").repeat(180);

    /// A file and the one rule, or none, that it breaks, with the line.
    private record Case(String path, String text, String rule, int line) {}

    private static Case breaks(String rule, int line, String text) {
        return new Case(MAIN, text, rule, line);
    }

    private static Case keeps(String path, String text) {
        return new Case(path, text, "", 0);
    }

    private static List<Case> cases() {
        String absence = "TO" + "DO";
        return List.of(
                breaks("file-length", 451, "class A {\n" + "\n".repeat(449) + "}\n"),
                breaks("method-length", 3, "class A {\n\n    @Override\n    " + method(70)),
                breaks("method-length", 4, "class A {\n    Object o = new B() {\n\n" + method(71)),
                breaks("line-length", 2, "class A {\n    // " + "x".repeat(99) + "\n}\n"),
                breaks("doc-comment", 1, "/** Old. */\nclass A {}\n"),
                breaks("protected", 2, "class A {\n    protected int a() {}\n}\n"),
                breaks("type-name", 1, "class CopyHandler {}\n"),
                breaks("type-name", 2, "class A {\n    record BlockInfo(int a) {}\n}\n"),
                breaks("type-name", 1, "interface Buffer {}\n"),
                breaks("type-name", 2, "class A {\n    enum Page { B, C }\n}\n"),
                breaks("method-name", 2, "interface A {\n    void copyFast(int a);\n}\n"),
                breaks("method-name", 2, "class A {\n    A helper() { return this; }\n}\n"),
                breaks("static-field", 2, "class A {\n    private static int count = 0;\n}\n"),
                breaks("static-field", 2, "class A {\n    static volatile B[] b = {};\n}\n"),
                breaks("banned-call", 1, "class A { void a() { Thread.sleep(1); } }\n"),
                breaks("banned-call", 1, "class A { void a() { System.out.println(); } }\n"),
                breaks("banned-call", 1, "class A { void a() { System.exit(1); } }\n"),
                breaks("banned-call", 1, "class A { public void finalize() {} }\n"),
                breaks("banned-call", 1, "class A { void a() { System.gc(); } }\n"),
                breaks("banned-call", 1, "class A { long a() { return System.nanoTime(); } }\n"),
                breaks("banned-call", 1, "class A { Object a = System.currentTimeMillis(); }\n"),
                breaks("banned-call", 1, "class A { Object a = Instant.now(); }\n"),
                breaks("banned-call", 1, "class A { void a() { e.printStackTrace(); } }\n"),
                new Case(ESSAY, "/// Short.\npackage dev.holdfast.memory;\n", "package-essay", 1),
                new Case("docs/a.md", "first\n" + absence + " second\n", "absence", 2),
                new Case("docs/a.md", "see /wo" + "rk/main\n", "machine-path", 1),
                keeps(MAIN, "final class MemoryManager { static final int A = 1; int b; }\n"),
                keeps(MAIN, "class A { String a = \"protected // {\"; /* System.gc() */ }\n"),
                keeps(MAIN, "class A { char a = '\"'; static int b() { return '{'; } }\n"),
                keeps(MAIN, "class MemoryManager { MemoryManager() {} A manager() {} }\n"),
                keeps(MAIN, "class A { int dataDependency() {} long baseAddress() {} }\n"),
                keeps(MAIN, "enum A { B(1), C(2); private final int d; A(int d) {} }\n"),
                keeps(MAIN, "class A {\n    " + method(70)),
                keeps(MAIN, "@B({\"x\", \"y\"}) record A(int a) { A { check(a); } }\n"),
                keeps(TEST, "class A { @B({" + LONG + "(" + LONG + ")}) int b; }\n"),
                keeps(TEST, "class ATest { void aHelper() { Thread.sleep(1); } }\n"),
                keeps(MAIN, "class A implements Ticker { long a = System.nanoTime(); }\n"),
                keeps("docs/a.md", "the framework/root/base and ~/work\n"));
    }

    private static String method(int lines) {
        return "void a() {\n" + "        b();\n".repeat(lines - 2) + "    }\n}\n";
    }

    static boolean run() {
        int failed = 0;
        TreeSet<String> proven = new TreeSet<>();
        for (Case each : cases()) {
            Map<String, String> files = new HashMap<>();
            if (each.path().contains("/src/main/")) {
                String folder = each.path().substring(0, each.path().lastIndexOf('/') + 1);
                files.put(folder + "package-info.java", "/// Essay.\n".repeat(Tidy.ESSAY_LINES));
            }
            files.put(each.path(), each.text());
            List<Tidy.Finding> found = Tidy.check(files);
            boolean right =
                    each.rule().isEmpty()
                            ? found.isEmpty()
                            : found.size() == 1
                                    && found.getFirst().rule().equals(each.rule())
                                    && found.getFirst().line() == each.line();
            if (right) {
                proven.add(each.rule());
            } else {
                failed++;
                String wanted = each.rule().isEmpty() ? "nothing" : each.rule() + " " + each.line();
                System.out.printf("self-test: wanted %s, got %s in:%n", wanted, found);
                System.out.println(each.text());
            }
        }
        proven.remove("");
        System.out.printf(
                "tidy: self-test of %d rules, %d snippets, %d wrong%n",
                proven.size(), cases().size(), failed);
        return failed == 0;
    }
}
