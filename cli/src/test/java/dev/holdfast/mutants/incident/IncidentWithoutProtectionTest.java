package dev.holdfast.mutants.incident;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.mutants.Checkout;
import dev.holdfast.mutants.ChildJvm;
import dev.holdfast.mutants.PatchCompiler;
import dev.holdfast.mutants.RunningModules;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The incidents as they went elsewhere: ours minus one protection shows wrong words. What holds
/// with every protection in place says something only because of this.
class IncidentWithoutProtectionTest {
    private static final int WRONG_WORDS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Where these classes are, and what they stand on.
    private static String testClasses() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("test"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @ParameterizedTest
    @CsvSource({
        "WriteAfterRead, reuse-ignores-ready-fence",
        "FailedCopy, interceptor-does-not-look",
        "FailedCopy, only-last-chunk-checked",
        "NeverCopied, mapping-ignores-move-fence",
        "TenantSwap, clear-skipped-for-foreign-owner",
        "PrematurePublish, copy-does-not-wait-for-source",
        "InvisibleWait, unwatched-move-forgotten",
        "MovedEvent, join-keeps-the-newer-only",
        "MergedSpace, merge-forgets-one-fence"
    })
    void withoutItsProtectionTheScenarioShowsWrongWords(String scenario, String mutant)
            throws Exception {
        Checkout checkout = Checkout.require();
        PatchCompiler compiler = PatchCompiler.in(checkout, RunningModules.current());
        var patch = compiler.compile(checkout.definition(mutant));
        String main = getClass().getPackageName() + "." + scenario;
        ChildJvm.Ended ended =
                ChildJvm.patched(patch).capture(LIMIT, List.of("-cp", testClasses(), main));
        assertEquals(WRONG_WORDS, ended.status(), () -> ended.out() + ended.err());
    }
}
