package dev.holdfast.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.device.fault.FaultSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy-in:fail@5%",
                "copy-out:delay=20000us@#17",
                "clear:fail@always",
                "kernel:hang@0.25%",
                "clear:linger@#3",
                "copy-in:reorder@always",
                "bookkeeping:fail@5%",
                "device:lose@#1",
                "host-copy:forbid@100%"
            })
    void aFaultIsWrittenAsItWasRead(String text) {
        assertEquals(text, FaultText.of(FaultSpec.parse(text)));
    }
}
