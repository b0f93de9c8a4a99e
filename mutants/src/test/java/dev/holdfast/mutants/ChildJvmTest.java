package dev.holdfast.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Prints what the class that is patched makes of a number, and ends with its first argument.
    private static final String PROBE =
            """
            public class Probe {
                public static void main(String[] words) throws Exception {
                    System.out.println(dev.holdfast.device.unit.Bytes.mebi(1));
                    System.out.println(Class.forName("dev.holdfast.memory.work.Access")
                            .getModule().isNamed());
                    System.err.println("complaint");
                    if (words.length > 1) {
                        Thread.sleep(Long.parseLong(words[1]));
                    }
                    System.exit(Integer.parseInt(words[0]));
                }
            }
            """;

    private static final String DOUBLED =
            """
            # A mebibyte is twice what it should be.
            kind: mutant
            promise: P1
            file: device/src/main/java/dev/holdfast/device/unit/Bytes.java
            %% find
            public static long mebi(long count) {
            %% put
            public static long mebi(long count) {
                    if (count == 1) {
                        return 2097152;
                    }
            %% end
            """;

    @TempDir private Path folder;
    private List<String> program = List.of();

    @BeforeEach
    void writeProbe() throws Exception {
        Path source = folder.resolve("Probe.java");
        Files.writeString(source, PROBE);
        program = List.of(source.toString(), "3");
    }

    @Test
    void theChildRunsThePatchedClassAndTheParentDoesNot() throws Exception {
        PatchCompiler compiler = PatchCompiler.in(Checkout.require(), RunningModules.current());
        Patch patch = compiler.compile(DefinitionReader.read("doubled", DOUBLED));

        ChildJvm.Ended mutant = ChildJvm.patched(patch).capture(LIMIT, program);
        ChildJvm.Ended ours = ChildJvm.same().capture(LIMIT, program);

        assertEquals("2097152\ntrue\n", mutant.out(), mutant::err);
        assertEquals("1048576\ntrue\n", ours.out(), ours::err);
        assertTrue(mutant.err().contains("complaint"), mutant::err);
        assertEquals(3, mutant.status());
    }

    @Test
    void aChildThatDoesNotEndIsEnded() {
        List<String> slow = List.of(program.get(0), "0", "60000");
        assertThrows(
                MutantException.class, () -> ChildJvm.same().capture(Duration.ofMillis(300), slow));
    }

    @Test
    void aCompiledPatchIsFoundAgain() throws Exception {
        Checkout checkout = Checkout.require();
        PatchCompiler compiler = PatchCompiler.in(checkout, RunningModules.current());
        Definition definition = DefinitionReader.read("doubled", DOUBLED);

        Path first = compiler.compile(definition).classes().get("dev.holdfast.device");
        Object made = Files.getLastModifiedTime(first);
        Path second = compiler.compile(definition).classes().get("dev.holdfast.device");

        assertEquals(first, second);
        assertEquals(made, Files.getLastModifiedTime(second));
        Definition other = DefinitionReader.read("doubled", DOUBLED.replace("2097152", "7"));
        assertFalse(compiler.compile(other).classes().containsValue(first));
    }

    @Test
    void patchesOfSourcesThatHaveChangedSinceAreForgotten() throws Exception {
        PatchCompiler compiler = PatchCompiler.in(Checkout.require(), RunningModules.current());
        Path first = null;
        Path last = null;
        for (int i = 0; i < 6; i++) {
            String text = DOUBLED.replace("2097152", String.valueOf(100 + i));
            Definition each = DefinitionReader.read("forgotten", text);
            last = compiler.compile(each).classes().get("dev.holdfast.device");
            first = first == null ? last : first;
        }

        assertFalse(Files.exists(first));
        assertTrue(Files.exists(last));
    }

    @Test
    void whatDoesNotCompileSaysWhere() throws Exception {
        PatchCompiler compiler = PatchCompiler.in(Checkout.require(), RunningModules.current());
        Definition broken = DefinitionReader.read("broken", DOUBLED.replace("2097152", "\"two\""));

        MutantException wrong = assertThrows(MutantException.class, () -> compiler.compile(broken));
        assertTrue(wrong.getMessage().contains("Bytes.java"), wrong.getMessage());
    }

    @Test
    void aFileOfNoModuleThatRunsIsRefused() throws Exception {
        PatchCompiler compiler = PatchCompiler.in(Checkout.require(), RunningModules.current());
        String soft = "soft/src/main/java/dev/holdfast/soft/Pace.java";
        Definition other =
                DefinitionReader.read(
                        "other",
                        DOUBLED.replaceAll("file: .*", "file: " + soft)
                                .replaceAll("(?s)%% find.*%% put", "%% find\nfinal class\n%% put"));

        MutantException wrong = assertThrows(MutantException.class, () -> compiler.compile(other));
        assertTrue(wrong.getMessage().contains("no module that runs"), wrong.getMessage());
    }
}
