import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Java file as far as a lint needs to know it: its code with comments and literals blanked out,
/// line for line, and its types, methods and fields. It matches braces and knows no grammar, which
/// is enough for code that a compiler and a formatter have accepted.
final class JavaText {

    enum Kind {
        TYPE,
        METHOD,
        FIELD,
        OTHER
    }

    /// A declaration. `head` is its text up to the brace, the semicolon or the initializer.
    record Member(Kind kind, String name, String head, int firstLine, int lastLine) {
        boolean says(String keyword) {
            return Pattern.compile("\\b" + keyword + "\\b").matcher(head).find();
        }
    }

    /// What a brace opened, where its head begins, and how deep in parentheses we are inside it.
    private static final class Frame {
        final Kind kind;
        final Optional<String> name;
        final String head;
        final int headStart;
        int parentheses = 0;

        Frame(Kind kind, Optional<String> name, String head, int headStart) {
            this.kind = kind;
            this.name = name;
            this.head = head;
            this.headStart = headStart;
        }
    }

    private static final Pattern ANNOTATION =
            Pattern.compile("@(?!interface\\b)[\\w.]+(\\s*\\((?:[^()]++|\\([^()]*+\\))*+\\))?");
    private static final Pattern NAMED_TYPE =
            Pattern.compile("\\b(?:class|interface|enum|record)\\s+(\\w+)");
    private static final Pattern ANONYMOUS =
            Pattern.compile("\\bnew\\s+[\\w.<>?,\\s]+\\(.*\\)$", Pattern.DOTALL);
    private static final Pattern CALLABLE = Pattern.compile("(\\w+)\\s*\\(");
    private static final Pattern ABSTRACT = Pattern.compile("[\\w>\\]]\\s+(\\w+)\\s*\\(");
    private static final Pattern FIELD = Pattern.compile("(\\w+)\\s*(?:\\[\\s*\\])*\\s*$");

    final List<String> raw;
    final List<String> code;
    final List<Member> members = new ArrayList<>();

    private final String blanked;

    JavaText(String source) {
        raw = source.lines().toList();
        blanked = blank(source);
        code = blanked.lines().toList();
        parse();
    }

    private void parse() {
        Deque<Frame> open = new ArrayDeque<>();
        open.push(new Frame(Kind.OTHER, Optional.empty(), "", 0));
        int start = 0;
        for (int i = 0; i < blanked.length(); i++) {
            Frame in = open.element();
            switch (blanked.charAt(i)) {
                case '(' -> in.parentheses++;
                case ')' -> in.parentheses--;
                case '{' -> {
                    open.push(opened(in, start, i));
                    start = i + 1;
                }
                case '}' -> {
                    if (open.size() > 1) {
                        open.pop();
                        closed(in, i);
                        // An initializer or an argument: the declaration around it goes on.
                        start = in.name.isPresent() ? i + 1 : in.headStart;
                    }
                }
                case ';' -> {
                    if (in.parentheses == 0) {
                        if (in.kind == Kind.TYPE) {
                            declared(start, i);
                        }
                        start = i + 1;
                    }
                }
                default -> {}
            }
        }
    }

    private Frame opened(Frame in, int start, int brace) {
        String head = head(start, brace);
        Matcher type = NAMED_TYPE.matcher(head);
        if (in.parentheses == 0 && type.find()) {
            return new Frame(Kind.TYPE, Optional.of(type.group(1)), head, start);
        }
        if (ANONYMOUS.matcher(head).find()) {
            return new Frame(Kind.TYPE, Optional.empty(), head, start);
        }
        if (in.kind == Kind.TYPE && in.parentheses == 0 && head.indexOf('=') < 0) {
            Matcher callable = CALLABLE.matcher(head);
            String name = callable.find() ? callable.group(1) : "initializer";
            return new Frame(Kind.METHOD, Optional.of(name), head, start);
        }
        return new Frame(Kind.OTHER, Optional.empty(), head, start);
    }

    private void closed(Frame frame, int brace) {
        if (frame.kind != Kind.OTHER && frame.name.isPresent()) {
            add(frame.kind, frame.name.get(), frame.head, frame.headStart, brace);
        }
    }

    /// A declaration that ends in a semicolon: a field, or a method without a body.
    private void declared(int start, int semicolon) {
        String whole = head(start, semicolon);
        int initializer = whole.indexOf('=');
        String head = initializer < 0 ? whole : whole.substring(0, initializer).strip();
        Matcher method = ABSTRACT.matcher(head);
        Matcher field = FIELD.matcher(head);
        if (method.find()) {
            add(Kind.METHOD, method.group(1), head, start, semicolon);
        } else if (head.indexOf('(') < 0 && head.indexOf(' ') > 0 && field.find()) {
            add(Kind.FIELD, field.group(1), head, start, semicolon);
        }
    }

    private void add(Kind kind, String name, String head, int start, int end) {
        int first = start;
        while (first < end && Character.isWhitespace(blanked.charAt(first))) {
            first++;
        }
        members.add(new Member(kind, name, head, lineAt(first), lineAt(end)));
    }

    private String head(int start, int end) {
        return ANNOTATION.matcher(blanked.substring(start, end)).replaceAll(" ").strip();
    }

    private int lineAt(int offset) {
        return 1 + (int) blanked.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    /// The source with every comment and the inside of every literal turned into blanks.
    private static String blank(String source) {
        StringBuilder out = new StringBuilder(source);
        int i = 0;
        while (i < source.length()) {
            int end = i + 1;
            if (source.startsWith("//", i)) {
                end = endOf(source, "\n", i);
            } else if (source.startsWith("/*", i)) {
                end = endOf(source, "*/", i + 2) + 2;
            } else if (source.startsWith("\"\"\"", i)) {
                end = endOfLiteral(source, "\"\"\"", i + 3);
            } else if (source.charAt(i) == '"') {
                end = endOfLiteral(source, "\"", i + 1);
            } else if (source.charAt(i) == '\'') {
                end = endOfLiteral(source, "'", i + 1);
            }
            if (end > i + 1) {
                for (int at = i; at < Math.min(end, source.length()); at++) {
                    if (source.charAt(at) != '\n') {
                        out.setCharAt(at, ' ');
                    }
                }
            }
            i = end;
        }
        return out.toString();
    }

    private static int endOf(String source, String mark, int from) {
        int at = source.indexOf(mark, from);
        return at < 0 ? source.length() : at;
    }

    private static int endOfLiteral(String source, String mark, int from) {
        int at = from;
        while (at < source.length() && !source.startsWith(mark, at)) {
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        return at + mark.length();
    }
}
