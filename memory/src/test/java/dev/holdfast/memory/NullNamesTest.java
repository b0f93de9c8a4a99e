package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.memory.testing.Adopted;
import dev.holdfast.memory.testing.ManualDevice;
import dev.holdfast.memory.testing.Rig;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A name is what everything is told by, also by a flight log: none is refused at once. When the
/// rig closes, it walks the structure: nothing was begun.
@SuppressWarnings("NullAway") // the callers here are not checked
final class NullNamesTest {
    @TempDir private Path folder;

    private Rig rig(boolean recorded) {
        MemoryOptions plain = MemoryOptions.defaults().withCleanShare(0);
        return new Rig(
                new ManualDevice(64 << 10, 128 << 10, 64 << 10),
                recorded ? plain.recordTo(folder.resolve("log")) : plain);
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(NullPointerException.class, call).getMessage());
    }

    /// Breaks if a null gets as far as what commits: there the flight log throws, and half of an
    /// object is left.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nullNameIsRefusedAtOnce(boolean recorded) throws Exception {
        try (Rig rig = rig(recorded)) {
            MemoryManager manager = rig.manager();
            refused("a client has a name", () -> manager.client(null));
            Client client = manager.client("a");
            MemorySegment content = MemorySegment.ofArray(new byte[4096]);
            Adopted memory = Adopted.by(rig.device(), 4096, 1);
            String object = "an object has a name";
            refused(object, () -> client.create(null, 4096));
            refused(object, () -> client.createPrivate(null, 4096));
            refused(object, () -> client.createFrom(null, content));
            refused(object, () -> client.wrap(null, content));
            refused(object, () -> memory.as(client, null));
            refused(object, () -> client.wrapParts(null, content, 1024));
            assertEquals(List.of(), manager.audit(false));

            BufferHandle buffer = client.create("weights", 4096);
            refused("work has a name", () -> Work.named(null, rig.kernel()));
            refused("work has a name", () -> Work.outside(null));
            rig.submit(buffer, rig.write(buffer, 1));
            rig.settle();
            assertEquals(1, rig.firstWord(buffer));
            memory.memory().close();
        }
    }
}
