package dev.holdfast.device.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class FaultSpecTest {

    @Test
    void parsesEveryActionAndTime() {
        assertEquals(
                new FaultSpec(FaultSite.COPY_IN, new FaultAction.Fail(), new FaultTime.Share(0.05)),
                FaultSpec.parse("copy-in:fail@5%"));
        assertEquals(
                new FaultSpec(FaultSite.KERNEL, new FaultAction.Hang(), new FaultTime.Nth(40)),
                FaultSpec.parse("kernel:hang@#40"));
        assertEquals(
                new FaultSpec(
                        FaultSite.HOST_COPY, new FaultAction.Forbid(), new FaultTime.Always()),
                FaultSpec.parse("host-copy:forbid@always"));
        assertEquals(
                new FaultSpec(FaultSite.DEVICE, new FaultAction.Lose(), new FaultTime.Nth(1)),
                FaultSpec.parse("device:lose@#1"));
        assertEquals(new FaultTime.Share(0.0025), FaultTime.parse("0.25%"));
        assertEquals(new FaultTime.Share(1), FaultTime.parse("100%"));
    }

    @Test
    void parsesDelays() {
        assertEquals(new FaultAction.Delay(Duration.ofMillis(20)), FaultAction.parse("delay=20ms"));
        assertEquals(new FaultAction.Delay(Duration.ofNanos(7000)), FaultAction.parse("delay=7us"));
        assertEquals(
                new FaultAction.Delay(Duration.ofSeconds(999_999_999)),
                FaultAction.parse("delay=999999999s"));
    }

    @ParameterizedTest
    @EnumSource(FaultSite.class)
    void everySiteIsParsedFromItsOwnText(FaultSite site) {
        assertEquals(site, FaultSpec.parse(site.text() + ":fail@always").site());
    }

    @ParameterizedTest
    @CsvSource({
        "'', is not a fault: write SITE:ACTION@WHEN",
        "copy-in, is not a fault: write SITE:ACTION@WHEN",
        "copy-in:fail, is not a fault: write SITE:ACTION@WHEN",
        "copy-in@5%:fail, is not a fault: write SITE:ACTION@WHEN",
        "copy_in:fail@5%, '\"copy_in\" is not a fault site'",
        "COPY-IN:fail@5%, '\"COPY-IN\" is not a fault site'",
        "copy-in:explode@5%, '\"explode\" is not a fault action'",
        "copy-in:@5%, '\"\" is not a fault action'",
        "copy-in:delay=@5%, '\"delay=\" is not a fault action'",
        "copy-in:delay=-3ms@5%, '\"delay=-3ms\" is not a fault action'",
        "copy-in:delay=20@5%, '\"delay=20\" is not a fault action'",
        "copy-in:delay=9999999999ms@5%, '\"delay=9999999999ms\" is not a fault action'",
        "copy-in:fail@, '\"\" does not say when'",
        "copy-in:fail@sometimes, '\"sometimes\" does not say when'",
        "copy-in:fail@#0, '\"#0\" does not say when'",
        "copy-in:fail@#-1, '\"#-1\" does not say when'",
        "copy-in:fail@#+1, '\"#+1\" does not say when'",
        "copy-in:fail@#99999999999999999999, does not say when",
        "copy-in:fail@%, '\"%\" does not say when'",
        "copy-in:fail@101%, '\"101%\" does not say when'",
        "copy-in:fail@-5%, '\"-5%\" does not say when'",
        "copy-in:fail@NaN%, '\"NaN%\" does not say when'",
        "copy-in:fail@5d%, '\"5d%\" does not say when'",
        "copy-in:fail@1e1%, '\"1e1%\" does not say when'",
        "copy-in:fail@5%@6%, '\"5%@6%\" does not say when'",
    })
    void saysWhichPartIsWrong(String text, String part) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> FaultSpec.parse(text));
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
        assertEquals(1, refusal.getMessage().lines().count());
    }

    @Test
    void timesThatCannotBeAreNotMadeByHandEither() {
        assertThrows(IllegalArgumentException.class, () -> new FaultTime.Nth(0));
        assertThrows(IllegalArgumentException.class, () -> new FaultTime.Share(1.01));
        assertThrows(IllegalArgumentException.class, () -> new FaultTime.Share(Double.NaN));
    }
}
