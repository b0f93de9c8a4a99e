package dev.holdfast.opencl;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.lwjgl.opencl.CL10;
import org.opentest4j.TestAbortedException;

/// The tests of this package as a program, for machines that have a JDK and no Maven: `./dev gpu`
/// runs it. Prints lines of words with tabs between them, for programs.
final class SuiteRun implements TestExecutionListener {
    private long passed;
    private final List<String> failures = new ArrayList<>();
    private final List<String> notRun = new ArrayList<>();

    private SuiteRun() {}

    /// `list` names what there is: `device`, its name, its kind, what its driver calls it and the
    /// driver's version; or `none` and why. A device's name runs the tests on it, or the classes
    /// that are named behind it: `failure` for each test that failed, `not-run` and the reason for
    /// each that was not run, then `suite` and the three counts.
    public static void main(String[] words) {
        if (words[0].equals("list")) {
            list(Discovery.look());
        } else {
            System.setProperty(Installed.DEVICE, words[0]);
            new SuiteRun().run(List.of(words).subList(1, words.length));
        }
        System.out.flush();
        // drivers may have threads that do not end
        System.exit(0);
    }

    private static void list(Discovery found) {
        for (int i = 0; i < found.devices().size(); i++) {
            ClDevice device = found.devices().get(i);
            String version = ClDevice.text(device.id(), CL10.CL_DRIVER_VERSION);
            print("device", "opencl:" + i, device.kind(), device.name(), version);
        }
        if (found.devices().isEmpty()) {
            print("none", found.reason());
        }
    }

    private void run(List<String> classes) {
        String all = SuiteRun.class.getPackageName();
        List<DiscoverySelector> selected = new ArrayList<>();
        classes.forEach(each -> selected.add(selectClass(all + '.' + each)));
        if (classes.isEmpty()) {
            selected.add(selectPackage(all));
        }
        var request = LauncherDiscoveryRequestBuilder.request().selectors(selected).build();
        LauncherFactory.create().execute(request, this);
        failures.forEach(each -> print("failure", each));
        notRun.forEach(each -> print("not-run", each));
        print("suite", "" + passed, "" + failures.size(), "" + notRun.size());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        notRun.add(reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String why = result.getThrowable().map(SuiteRun::reason).orElse("");
        switch (result.getStatus()) {
            case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
            case ABORTED -> notRun.add(why);
            case FAILED -> failures.add(name(test) + ": " + why);
        }
    }

    private static String reason(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        return thrown instanceof TestAbortedException
                ? message.replaceFirst("^Assumption failed: ", "").replaceFirst("^not run: ", "")
                : thrown.toString();
    }

    private static String name(TestIdentifier test) {
        Optional<TestSource> source = test.getSource();
        if (source.isPresent() && source.get() instanceof MethodSource method) {
            String in = method.getClassName();
            String simple = in.substring(in.lastIndexOf('.') + 1);
            return simple + '.' + method.getMethodName() + ' ' + test.getDisplayName();
        }
        return test.getDisplayName();
    }

    private static void print(String... words) {
        List<String> plain = new ArrayList<>();
        for (String word : words) {
            plain.add(word.replaceAll("\\s+", " ").strip());
        }
        System.out.println(String.join("\t", plain));
    }
}
