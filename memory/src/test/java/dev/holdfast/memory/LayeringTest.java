package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.holdfast.memory.ledger.SeededLow;
import dev.holdfast.memory.region.SeededHigh;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reads the compiled classes of this module and holds them to [Levels].
class LayeringTest {

    private static final String ROOT = "dev.holdfast.memory";

    @Test
    void aPackageKnowsLowerLevelsOnly() {
        JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
        assertTrue(classes.size() > 0, "no classes to read: run this test from its module");
        assertEquals("", String.join("\n", objections(classes)));
    }

    @Test
    void theModuleKnowsDevicesByTheirInterfaceOnly() {
        TreeSet<String> foreign = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().importPath(Path.of("target", "classes"))) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = dependency.getTargetClass().getPackageName();
                boolean device = (to + ".").startsWith("dev.holdfast.device.");
                if (to.startsWith("dev.holdfast.") && !Levels.ours(to) && !device) {
                    foreign.add(dependency.getDescription());
                }
            }
        }
        assertEquals("", String.join("\n", foreign));
    }

    /// The same reading, shown two seeded classes that know each other: one of them goes up.
    @Test
    void aSeededViolationIsFoundInClassFiles() {
        JavaClasses seeded =
                new ClassFileImporter().importClasses(SeededLow.class, SeededHigh.class);
        TreeSet<String> objections = objections(seeded);
        assertFalse(objections.isEmpty());
        for (String objection : objections) {
            assertTrue(objection.startsWith(ROOT + ".ledger must not know " + ROOT + ".region"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "region, object, stands above it",
        "ledger, recorder, stands beside it",
        "recorder, ledger, stands beside it",
        "binding, migrate, stands beside it",
        "submit, mapping, stands beside it",
        "ledger, region, stands above it",
        "schedule, residency, stands above it",
        "capture, recovery, stands above it",
        "capture.store, recovery, stands above it",
        "region, helpers, has no level",
        "helpers, region, has no level",
    })
    void aWrongDependencyIsRefused(String from, String to, String why) {
        Optional<String> objection = Levels.objection(ROOT + "." + from, ROOT + "." + to);
        assertTrue(objection.orElse("no objection").contains(why), objection.toString());
    }

    @Test
    void nothingKnowsTheFacade() {
        assertTrue(Levels.objection(ROOT + ".recovery", ROOT).isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "object, region",
        "region, ledger",
        "region, recorder",
        "migrate, schedule",
        "mapping, residency",
        "recovery, capture",
        "capture, capture.store",
    })
    void aLowerLevelIsFree(String from, String to) {
        assertEquals(Optional.empty(), Levels.objection(ROOT + "." + from, ROOT + "." + to));
    }

    @Test
    void otherModulesAreNotItsConcern() {
        assertEquals(Optional.empty(), Levels.objection(ROOT + ".ledger", "dev.holdfast.device"));
        assertEquals(Optional.empty(), Levels.objection(ROOT, "java.util"));
    }

    private static TreeSet<String> objections(JavaClasses classes) {
        TreeSet<String> objections = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String to = dependency.getTargetClass().getPackageName();
                Levels.objection(type.getPackageName(), to)
                        .ifPresent(o -> objections.add(o + ": " + dependency.getDescription()));
            }
        }
        return objections;
    }
}
