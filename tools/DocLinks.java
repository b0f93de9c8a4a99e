import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks that every relative link in the Markdown files leads somewhere: the file exists, and a
/// `#fragment` names a heading of it. `java tools/DocLinks.java`, from the root of the repository.
final class DocLinks {

    private static final Pattern LINK =
            Pattern.compile("!?\\[[^\\]]*\\]\\(<?([^)>\\s]+)>?[^)]*\\)");
    private static final Pattern REFERENCE = Pattern.compile("^\\[[^\\]]+\\]:\\s+<?(\\S+?)>?$");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
    private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.*?)\\s*#*$");

    public static void main(String[] args) throws IOException, InterruptedException {
        selfTest();
        List<String> broken = new ArrayList<>();
        int files = 0;
        for (String file : markdown()) {
            files++;
            broken.addAll(broken(Path.of(file), Files.readAllLines(Path.of(file))));
        }
        broken.forEach(System.out::println);
        System.out.printf("links: %d Markdown files, %d broken links%n", files, broken.size());
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    private static List<String> broken(Path file, List<String> lines) throws IOException {
        List<String> broken = new ArrayList<>();
        boolean fenced = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.strip().startsWith("```")) {
                fenced = !fenced;
            }
            if (fenced) {
                continue;
            }
            for (String target : targets(line.replaceAll("`[^`]*`", ""))) {
                if (!ELSEWHERE.matcher(target).matches() && !resolves(file, lines, target)) {
                    String where = file + ":" + (i + 1);
                    broken.add(where + ": broken-link: " + target + ": link to what exists");
                }
            }
        }
        return broken;
    }

    private static List<String> targets(String line) {
        List<String> targets = new ArrayList<>();
        for (Pattern pattern : List.of(LINK, REFERENCE)) {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                targets.add(matcher.group(1));
            }
        }
        return targets;
    }

    private static boolean resolves(Path file, List<String> own, String target) throws IOException {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path to = path.isEmpty() ? file : file.resolveSibling(path).normalize();
        if (!path.isEmpty() && !Files.exists(to)) {
            return false;
        }
        if (hash < 0 || !to.toString().endsWith(".md")) {
            return true;
        }
        List<String> lines = path.isEmpty() ? own : Files.readAllLines(to);
        return anchors(lines).contains(target.substring(hash + 1));
    }

    /// The anchors that a Markdown viewer makes of the headings.
    private static Set<String> anchors(List<String> lines) {
        Set<String> anchors = new HashSet<>();
        for (String line : lines) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String text = heading.group(1).toLowerCase(Locale.ROOT);
                String anchor = text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
                for (int n = 1; !anchors.add(anchor); n++) {
                    anchor = anchor.replaceAll("-\\d+$", "") + "-" + n;
                }
            }
        }
        return anchors;
    }

    private static List<String> markdown() throws IOException, InterruptedException {
        Process git =
                new ProcessBuilder("git", "ls-files", "-co", "--exclude-standard", "*.md")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IOException("the list of files comes from git, and git failed");
        }
        return listed.lines().filter(file -> Files.exists(Path.of(file))).toList();
    }

    /// Six good links and four broken ones, so that this check is known to be able to fail.
    private static void selfTest() throws IOException {
        List<String> lines =
                List.of(
                        "# One, two",
                        "[a](tools/DocLinks.java) [b](#one-two) [c](https://example.com/none)",
                        "[d](./tools) `[e](none.md)` ![f](tools/DocLinks.java \"title\")",
                        "[g](none.md) [h](#three) ![i](none.png)",
                        "[j]: none/at/all",
                        "```",
                        "[k](none.md)",
                        "```");
        List<String> broken = broken(Path.of("self-test.md"), lines);
        if (broken.size() != 4) {
            throw new AssertionError("the link check is broken itself: " + broken);
        }
    }
}
