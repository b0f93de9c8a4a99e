package dev.holdfast.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/// No scenario of a capture, nor of a hang that leads to one, is left out on OpenCL without a word:
/// each is played here as it is, or is in the table below, which prints itself.
final class NotOnOpenClTest {
    private static final String PACKAGE = "dev.holdfast.memory.capture";

    /// What is not played as it is.
    ///
    /// @param theirs the tests
    /// @param why the reason
    /// @param here what is played in their place
    private record Instead(String theirs, String why, List<String> here) {}

    private static final List<Instead> TABLE =
            List.of(
                    new Instead(
                            "recovery.GivenUpTest",
                            "it steps a schedule alone, whose commands are marks and touch nothing",
                            List.of(
                                    "HungCaptureTest.aKernelThatDoesNotEndIsCaptured"
                                            + "BeforeItsDeviceIsGivenUp",
                                    "OpenClCaptureTest.aDeviceThatIsGivenUpLeavesACaptureBehind",
                                    "OpenClCaptureTest.aDeviceThatCopiesNothingEither"
                                            + "IsGivenUpAndTheCaptureSaysSo",
                                    "EndlessKernelTest.itsDeviceIsGivenUp")),
                    new Instead(
                            "recovery.HeartbeatTest",
                            "the same",
                            List.of(
                                    "HeartbeatTest.aDeviceThatIsThereAnswersOverAndOver",
                                    "HeartbeatTest.aQueueThatDoesNotAnswer"
                                            + "IsFoundBeforeAnybodyNeedsIt")),
                    new Instead(
                            "recovery.WatchdogTest",
                            "the same, and OpenCL stops nothing: a reset takes what has not got"
                                    + " to the driver, by hand or in `faulty`",
                            List.of(
                                    "HungCaptureTest"
                                            + ".aKernelThatIsTakenIsCapturedTooAndTheOthersGoOn",
                                    "OpenClCaptureTest.theWatchdogsCapture"
                                            + "NamesTheGuiltyCommandAndHasItsBytes",
                                    "EndlessKernelTest.itHoldsNoOtherQueueUp")));

    /// Tests of bookkeeping alone, which is the same whatever the device.
    private static final Set<String> HAVE_NO_DEVICE = Set.of("ReserveTest", "HoldsGivenBackTest");

    private static Stream<String> tests(Class<?> type) {
        return Stream.of(type.getMethods(), type.getDeclaredMethods())
                .flatMap(Stream::of)
                .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                .map(Method::getName)
                .distinct();
    }

    @Test
    void everyScenarioOfACaptureIsPlayedHere() {
        Set<String> theirs =
                ReflectionSupport.findAllClassesInPackage(
                                PACKAGE,
                                type -> !HAVE_NO_DEVICE.contains(type.getSimpleName()),
                                name -> true)
                        .stream()
                        .flatMap(NotOnOpenClTest::tests)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertTrue(theirs.size() >= 41, () -> "so few: " + theirs);
        tests(OpenClCaptureTest.class).toList().forEach(theirs::remove);
        assertEquals(Set.of(), theirs, "in the table with a reason, or in OpenClCaptureTest");
    }

    @Test
    void whatIsPlayedInAnothersPlaceIsThere() throws Exception {
        for (Instead each : TABLE) {
            System.out.println(each.theirs() + " is not played here: " + each.why());
            Class.forName("dev.holdfast.memory." + each.theirs());
            for (String test : each.here()) {
                String[] name = test.split("\\.");
                Class<?> type = Class.forName("dev.holdfast.opencl." + name[0]);
                assertTrue(tests(type).toList().contains(name[1]), test);
            }
        }
    }
}
