package dev.holdfast.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.mutants.Definition.Kind;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// That every definition still fits the sources. Whoever changes a line that one of them changes
/// hears of it here.
class DefinitionsTest {
    private static final Set<String> PROMISED =
            Set.of(
                    "interceptor-publishes-early",
                    "only-last-chunk-checked",
                    "repair-overlaps-queued-chunks",
                    "reuse-ignores-ready-fence",
                    "merge-forgets-one-fence",
                    "merge-forgets-one-owner",
                    "eviction-fence-replaces-older",
                    "clear-skipped-for-foreign-owner",
                    "tag-clean-before-clear-settled",
                    "lost-mark-after-settlement",
                    "data-fault-as-ordering",
                    "ordering-fault-as-data",
                    "clean-backing-kept-after-write",
                    "mapping-ignores-move-fence",
                    "extents-returned-while-fence-pending",
                    "repair-reads-lost-device");

    private static List<Definition> all() throws MutantException {
        return Checkout.require().definitions();
    }

    @TestFactory
    Stream<DynamicTest> everyDefinitionAppliesAndCompiles() throws MutantException {
        PatchCompiler compiler = PatchCompiler.in(Checkout.require(), RunningModules.current());
        return all().stream()
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> compiles(compiler, each)));
    }

    private static void compiles(PatchCompiler compiler, Definition definition)
            throws MutantException {
        Patch patch = compiler.compile(definition);
        for (var module : patch.classes().entrySet()) {
            assertTrue(Files.isDirectory(module.getValue().resolve("dev/holdfast")));
        }
    }

    @Test
    void everyProtectionThatMustHaveAMutantHasOne() throws MutantException {
        Set<String> mutants =
                all().stream()
                        .filter(each -> each.kind() == Kind.MUTANT)
                        .map(Definition::name)
                        .collect(Collectors.toSet());
        assertTrue(mutants.containsAll(PROMISED), mutants::toString);
    }

    @Test
    void everyDefinitionSaysWhatIsRemovedAndWhatMustHappen() throws MutantException {
        for (Definition each : all()) {
            assertEquals(2, each.about().size(), each.name());
            each.about().forEach(line -> assertTrue(line.endsWith("."), line));
        }
    }
}
