package dev.holdfast.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a device is asked for on a command line.
final class DeviceChoiceTest {
    private record Named(String name, String driverName, List<DeviceProvider> devices)
            implements DeviceProvider {
        @Override
        public String description() {
            return driverName;
        }

        @Override
        public Device open(DeviceOptions options, Workers workers) {
            throw new UnsupportedOperationException();
        }
    }

    private static DeviceProvider card(int number, String name) {
        return new Named("opencl:" + number, name, List.of());
    }

    private final DeviceChoice choice =
            new DeviceChoice(
                    List.of(
                            new Named("soft", "", List.of()),
                            new Named(
                                    "opencl",
                                    "",
                                    List.of(
                                            card(0, "Radeon 7900"),
                                            card(1, "Radeon 7900 XTX"),
                                            card(2, "llvmpipe (LLVM 15)")))));

    @ParameterizedTest
    @CsvSource({
        "soft, soft",
        "opencl, opencl",
        "opencl:1, opencl:1",
        "Radeon 7900, opencl:0",
        "radeon 7900 xtx, opencl:1",
        "XTX, opencl:1",
        "LLVMpipe, opencl:2"
    })
    void deviceIsFoundByNumberOrName(String asked, String found) {
        assertEquals(found, choice.named(asked).name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "radeon | \"radeon\" is in the names of several devices: opencl:0 (Radeon 7900),"
                        + " opencl:1 (Radeon 7900 XTX)",
                "opencl:3 | there is no device \"opencl:3\" here: choose from opencl:0 (Radeon"
                        + " 7900), opencl:1 (Radeon 7900 XTX), opencl:2 (llvmpipe (LLVM 15))",
                "gpu | there is no device \"gpu\" here: choose from soft, opencl:0 (Radeon 7900),"
                        + " opencl:1 (Radeon 7900 XTX), opencl:2 (llvmpipe (LLVM 15))"
            })
    void whatIsNoneOrSeveralIsRefusedWithTheList(String asked, String why) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> choice.named(asked));
        assertEquals(why, thrown.getMessage());
    }

    @Test
    void emptyNameIsNobodys() {
        assertThrows(IllegalArgumentException.class, () -> choice.named(""));
    }
}
