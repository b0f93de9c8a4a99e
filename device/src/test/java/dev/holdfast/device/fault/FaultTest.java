package dev.holdfast.device.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class FaultTest {
    private final Fault root = Fault.of(FaultKind.COPY_FAILED, "copy-in of \"weights\" failed");

    @Test
    void namesItsCauses() {
        Fault skipped = Fault.causedBy(FaultKind.DEPENDENCY_FAILED, "matmul skipped", root);
        assertEquals(
                "DEPENDENCY_FAILED: matmul skipped <- COPY_FAILED: copy-in of \"weights\" failed",
                skipped.toString());
        assertSame(root, skipped.root());
        assertSame(skipped, skipped.toException().fault());
        assertEquals(skipped.toString(), skipped.toException().getMessage());
    }

    @Test
    void aChainAsLongAsALineOfDependentsIsStillPrinted() {
        Fault last = root;
        for (int i = 0; i < 1_000_000; i++) {
            last = Fault.causedBy(FaultKind.DEPENDENCY_FAILED, "step " + i, last);
        }
        String text = last.toString();
        assertTrue(text.startsWith("DEPENDENCY_FAILED: step 999999 <- "), text);
        assertTrue(text.endsWith(" <- … <- " + root), text);
        assertSame(root, last.root());
    }

    @Test
    void aChainThatFitsIsPrintedWhole() {
        Fault last = root;
        for (int i = 0; i < 8; i++) {
            last = Fault.causedBy(FaultKind.DEPENDENCY_FAILED, "step " + i, last);
        }
        assertEquals(8, last.toString().split(" <- ", -1).length - 1);
        assertTrue(last.toString().endsWith("step 0 <- " + root), last.toString());
    }
}
