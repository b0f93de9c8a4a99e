package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.holdfast.device.fault.Fault;
import dev.holdfast.device.fault.FaultKind;
import dev.holdfast.memory.capture.Capture;
import dev.holdfast.memory.capture.Contents;
import dev.holdfast.memory.submit.Submission;
import dev.holdfast.memory.testing.Rig;
import dev.holdfast.testing.Scenario;
import org.junit.jupiter.api.Test;

/// A capture that is asked for too late: of a command that has retired, whose memory is others'.
class CaptureOfRetiredTest {
    @Test
    @Scenario(
            value = "9",
            breaks = "what could not be held is read all the same, where others write by now")
    void whatIsBoundNoLongerIsNamedAndNotRead() throws Exception {
        try (var rig = new Rig(64 << 10, 256 << 10)) {
            BufferHandle weights = rig.manager().client("a").create("weights", 40 << 10);
            rig.submit(weights, rig.write(weights, 500).captured());
            Submission submission =
                    rig.manager().parts().tenants().iterator().next().inFlight().iterator().next();
            rig.settle();
            weights.close();
            rig.settle();
            BufferHandle next = rig.manager().client("b").create("next", 60 << 10);
            rig.submit(next, rig.write(next, 9));
            rig.settle();
            rig.manager()
                    .parts()
                    .capturer()
                    .failing(
                            submission.snapshot(),
                            submission.command(),
                            Fault.of(FaultKind.KERNEL_FAILED, "late"));
            rig.settle();
            Capture capture = rig.manager().takeCapture().orElseThrow();
            var missing =
                    assertInstanceOf(
                            Contents.Missing.class, capture.objects().getFirst().contents());
            assertEquals(Contents.Why.GONE, missing.why());
        }
    }
}
