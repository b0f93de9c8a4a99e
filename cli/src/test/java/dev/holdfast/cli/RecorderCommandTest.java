package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.cli.replay.Backends;
import dev.holdfast.device.Device;
import dev.holdfast.device.DeviceOptions;
import dev.holdfast.device.Kernel;
import dev.holdfast.device.KernelCode;
import dev.holdfast.memory.Client;
import dev.holdfast.memory.MemoryManager;
import dev.holdfast.memory.MemoryOptions;
import dev.holdfast.memory.Work;
import dev.holdfast.testing.SteppedWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `recorder show`, of logs with something in flight and of files that are none.
class RecorderCommandTest {
    private static final List<String> SHOW = List.of("recorder", "show");

    @TempDir private Path folder;

    /// A log of a manager whose device is never stepped: one kernel stays in flight.
    private Path hung() throws Exception {
        Path file = folder.resolve("log");
        SteppedWorkers workers = new SteppedWorkers();
        Device device =
                new Backends().named("soft").open(DeviceOptions.of(1 << 20, 1 << 20), workers);
        MemoryOptions options = MemoryOptions.defaults().recordTo(file);
        MemoryManager manager = MemoryManager.open(device, workers, options);
        Kernel kernel = device.load(new KernelCode.InJava("cagra", (memory, scalars) -> {}));
        Client client = manager.client("index 7");
        var graph = client.create("graph", 12 << 10);
        client.trySubmit(Work.named("build segment 3", kernel).overwrites(graph)).orThrow();
        return file;
    }

    @Test
    void whatIsInFlightIsSaidFirst() throws Exception {
        Invocation run = Invocation.of(SHOW, hung().toString()).good();

        assertTrue(
                run.out()
                        .contains(
                                "    client \"index 7\" runs \"build segment 3\" (kernel"
                                        + " \"cagra\"), submission 1\n"
                                        + "      overwrites \"graph\" (12 KiB, version 0) at device"
                                        + " 0x0\n"),
                run.out());
        assertTrue(run.out().contains("the process was killed, or goes on"), run.out());
        assertTrue(run.out().contains("The last 2 of 2 records:"), run.out());
    }

    @Test
    void programsAreToldTheSame() throws Exception {
        JsonNode json =
                Invocation.of(SHOW, hung().toString(), "--json", "--last", "1").good().json();

        JsonNode flying = json.get("inFlight").get(0);
        assertEquals("compute", flying.get("queue").asString());
        assertEquals("index 7", flying.get("what").get("client").asString());
        JsonNode object = flying.get("what").get("objects").get(0);
        assertEquals("graph", object.get("name").asString());
        assertEquals("device", object.get("region").asString());
        assertEquals(12 << 10, object.get("bytes").asInt());
        assertEquals(1, json.get("records").size());
        assertEquals("handedOver", json.get("records").get(0).get("kind").asString());
        assertFalse(json.get("closed").asBoolean());
    }

    @Test
    void aReplayThatEndsLeavesALogWithNothingInFlight() throws Exception {
        Path file = folder.resolve("log");
        Invocation.of(
                        "replay",
                        "--scale",
                        "0.02",
                        "--device-memory",
                        "25%",
                        "--recorder",
                        file.toString())
                .good();

        Invocation run = Invocation.of(SHOW, file.toString()).good();

        assertTrue(run.out().contains("Nothing was in flight."), run.out());
        assertTrue(run.out().contains("the manager was closed in order"), run.out());
    }

    @Test
    void aFileThatIsNoLogIsRefusedInOneLine() throws IOException {
        Path text =
                Files.writeString(folder.resolve("text"), "not a log, and long enough to look at");

        Invocation.of(SHOW, text.toString()).refused("text is no flight log");
        Invocation.of(SHOW, folder.resolve("nowhere").toString()).refused("nowhere: no such file");
        Invocation.of(SHOW, folder.toString()).refused("is a folder");
        Invocation.of(SHOW, text.toString(), "--last", "-1").refused("--last -1");
        Invocation.of("recorder").refused("show FILE");
        Invocation.of(List.of("replay", "--scale", "0.02"), "--recorder", text.toString())
                .refused("--recorder: no flight recorder", "left as it is");
        Invocation.of(
                        List.of("replay", "--device-memory", "50%,25%"),
                        "--recorder",
                        folder.resolve("log").toString())
                .refused("needs one --device-memory");
    }

    @Test
    void aLogThatWasCutOrIsOfAnotherVersionIsRefusedInOneLine() throws Exception {
        byte[] content = Files.readAllBytes(hung());
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(content, content.length / 2));
        Invocation.of(SHOW, cut.toString()).refused("was cut");

        content[8]++;
        Path later = Files.write(folder.resolve("later"), content);
        Invocation.of(SHOW, later.toString()).refused("of version 2, and this reads version 1");
    }
}
