package dev.holdfast.stress.lincheck;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/// Checks the models that it is told, in a process of its own: Lincheck rewrites every class that
/// is loaded. One line each on the standard output.
public final class ModelChecks {
    private static final int SCENARIOS = 20;
    private static final int INVOCATIONS = 1000;

    private ModelChecks() {}

    /// Prints `model NAME RUNS nothing|found|broken` for each class name given; what was found goes
    /// to the standard error.
    public static void main(String[] names) throws ClassNotFoundException {
        for (String name : names) {
            System.out.println(
                    "model " + name + " " + (SCENARIOS * INVOCATIONS) + " " + check(name));
        }
    }

    private static String check(String name) throws ClassNotFoundException {
        Class<?> model = Class.forName(name);
        try {
            new ModelCheckingOptions()
                    .iterations(SCENARIOS)
                    .invocationsPerIteration(INVOCATIONS)
                    .threads(2)
                    .actorsPerThread(3)
                    .actorsBefore(0)
                    .actorsAfter(0)
                    .minimizeFailedScenario(false)
                    .check(model);
            return "nothing";
        } catch (LincheckAssertionError found) {
            System.err.println(found.getMessage());
            return String.valueOf(found.getMessage()).contains("bug in Lincheck")
                    ? "broken"
                    : "found";
        }
    }
}
