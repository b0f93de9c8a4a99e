package dev.holdfast.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.mutants.Definition.Edit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutationTest {
    private static final String SOURCE = "int a = 1;\nint b = 1;\nint c = 2;\n";

    private static String apply(Edit... edits) throws MutantException {
        return Mutation.apply("name", List.of(edits), SOURCE);
    }

    private static Edit edit(String find, String put) {
        return new Edit("A.java", find, put, 7);
    }

    private static void refused(String words, Edit... edits) {
        MutantException wrong = assertThrows(MutantException.class, () -> apply(edits));
        assertTrue(wrong.getMessage().contains(words), wrong.getMessage());
        assertTrue(wrong.getMessage().startsWith("name, line 7, in A.java"), wrong.getMessage());
    }

    @Test
    void everyEditIsMadeWhereItsTextIs() throws MutantException {
        assertEquals(
                "int a = 1;\nint b = 3;\nlong c = 2;\n",
                apply(edit("int c", "long c"), edit("b = 1", "b = 3")));
        assertEquals("int b = 1;\nint c = 2;\n", apply(edit("int a = 1;\n", "")));
    }

    @Test
    void aTextThatIsNotThereIsRefused() {
        refused("is not there", edit("int d", "long d"));
        refused("is not there", edit("int  a", "long a"));
    }

    @Test
    void aTextThatIsThereTwiceIsRefused() {
        refused("more than once", edit("= 1", "= 3"));
        refused("more than once", edit("int", "long"));
    }

    @Test
    void anEditDoesNotFindWhatAnotherHasPut() {
        refused("is not there", edit("int c", "int d"), edit("int d", "int e"));
    }

    @Test
    void editsThatOverlapAreRefused() {
        refused("overlaps", edit("int a = 1;\nint", "x"), edit("int b", "y"));
    }

    @Test
    void aFileOutsideOfTheCheckoutIsNotThere(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("outside.java"), SOURCE);
        Path root = Files.createDirectory(folder.resolve("root"));
        Checkout checkout = new Checkout(root);

        assertThrows(MutantException.class, () -> checkout.source("../outside.java"));
        assertThrows(MutantException.class, () -> checkout.source("missing.java"));
    }
}
