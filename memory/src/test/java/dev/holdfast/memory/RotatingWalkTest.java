package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.memory.testing.Rig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The walk a little at a time, on a manager that works.
final class RotatingWalkTest {
    private static final int ROUND = 64;

    @Test
    void aManagerAtWorkHasNothingToReport() throws Exception {
        try (Rig rig = new Rig(2048, 8192);
                Client client = rig.manager().client("a")) {
            List<BufferHandle> handles = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                handles.add(client.create("b" + i, 512));
            }
            for (int i = 0; i < 40; i++) {
                BufferHandle handle = handles.get(i * 5 % handles.size());
                rig.submit(handle, rig.write(handle, i));
                assertEquals(List.of(), rig.manager().auditNext());
                if (i % 3 == 0) {
                    rig.settle();
                }
            }
        }
    }

    @Test
    void anObjectThatIsClosedAndStillHasBytesIsFoundWithinARound() throws Exception {
        try (Rig rig = new Rig(2048, 8192);
                Client client = rig.manager().client("a")) {
            BufferHandle handle = client.create("b", 512);
            rig.submit(handle, rig.write(handle, 1));
            rig.settle();
            handle.vma().object().close();
            List<String> found = new ArrayList<>();
            for (int i = 0; i < ROUND; i++) {
                found.addAll(rig.manager().auditNext());
            }
            assertTrue(
                    found.contains("P10: \"b\" (512 B) is closed and still has bytes"),
                    found.toString());
        }
    }
}
