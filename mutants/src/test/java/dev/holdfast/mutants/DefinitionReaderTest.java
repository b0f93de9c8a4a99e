package dev.holdfast.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.mutants.Definition.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionReaderTest {
    private static final String WHOLE =
            """
            # What is removed.
            # What must happen.
            kind: control
            promise: P3 P10
            file: memory/src/main/java/A.java
            %% find
                one;
                two;
            %% put
            %% end

            file: memory/src/main/java/B.java
            %% find
            # not a comment here
            %% put
            kind: neither a field

            %% end
            """;

    private static void refused(String text, String words) {
        MutantException wrong =
                assertThrows(MutantException.class, () -> DefinitionReader.read("name", text));
        assertTrue(wrong.getMessage().contains(words), wrong.getMessage());
        assertTrue(wrong.getMessage().startsWith("name, line "), wrong.getMessage());
    }

    @Test
    void textIsTakenToTheLetterWithoutItsLastLineBreak() throws MutantException {
        Definition read = DefinitionReader.read("name", WHOLE);

        assertEquals(List.of("What is removed.", "What must happen."), read.about());
        assertEquals(Kind.CONTROL, read.kind());
        assertEquals(List.of("P3", "P10"), read.promises());
        Definition.Edit first = read.edits().get(0);
        assertEquals("memory/src/main/java/A.java", first.file());
        assertEquals("    one;\n    two;", first.find());
        assertEquals("", first.put());
        assertEquals(6, first.line());
        Definition.Edit second = read.edits().get(1);
        assertEquals("memory/src/main/java/B.java", second.file());
        assertEquals("# not a comment here", second.find());
        assertEquals("kind: neither a field\n", second.put());
    }

    @Test
    void whatIsMissingIsNamed() {
        refused(WHOLE.replaceAll("(?m)^# What.*\n", ""), "says nothing of what it removes");
        refused(WHOLE.replace("kind: control\n", ""), "kind: mutant, or control");
        refused(WHOLE.replace("promise: P3 P10\n", ""), "names no promise");
        refused(WHOLE.replace("file: memory/src/main/java/A.java\n", ""), "an edit of no file");
        refused("# a\nkind: mutant\npromise: P1\n", "changes nothing");
    }

    @Test
    void whatIsWrongIsNamedWithItsLine() {
        refused(WHOLE.replace("control", "monster"), "line 3: kind \"monster\"");
        refused(WHOLE.replace("P10", "P11"), "line 4: \"P11\" is no promise");
        refused(WHOLE.replace("file:", "files:"), "is none of");
        refused(WHOLE.replace("    one;\n    two;\n", " \n"), "looks for nothing");
        refused(WHOLE.replace("kind: neither a field\n\n", "# not a comment here\n"), "nothing");
    }

    @Test
    void anEditThatDoesNotEndIsRefused() {
        refused(WHOLE.replace("%% end\n\nfile", "file"), "where %% end was expected");
        refused(WHOLE.substring(0, WHOLE.lastIndexOf("%% end")), "no %% end");
    }
}
