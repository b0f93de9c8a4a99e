package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceText.HEADER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceInterleavingTest {
    private final Trace step = BuiltInTrainingStep.DEFAULT.trace();

    @Test
    void eachTenantRunsTheWholeTraceInItsOrder() throws TraceException {
        Trace mixed = new TraceInterleaving(3, 1).of(step);

        assertEquals(List.of("tenant-1", "tenant-2", "tenant-3"), mixed.clients());
        for (int client = 0; client < 3; client++) {
            String tenant = "tenant-" + (client + 1);
            List<TraceOp> own = new ArrayList<>();
            for (TraceOp op : mixed.ops()) {
                if (mixed.clientOf(op).equals(tenant)) {
                    own.add(op.shiftedBy(-client * step.buffers().size()));
                }
            }
            assertEquals(step.ops(), own);
            int first = client * step.buffers().size();
            assertEquals(tenant + "/" + step.buffer(5).id(), mixed.buffer(first + 5).id());
            assertEquals(step.buffer(5).initial(), mixed.buffer(first + 5).initial());
        }
    }

    @Test
    void noOperationTouchesTwoTenants() throws TraceException {
        Trace mixed = new TraceInterleaving(4, 9).of(step);

        for (TraceOp op : mixed.ops()) {
            assertEquals(
                    1,
                    op.uses().stream().mapToObj(i -> mixed.buffer(i).client()).distinct().count());
        }
    }

    @Test
    void theSeedDecidesTheOrder() throws TraceException {
        assertEquals(new TraceInterleaving(2, 5).of(step), new TraceInterleaving(2, 5).of(step));
        assertNotEquals(new TraceInterleaving(2, 5).of(step), new TraceInterleaving(2, 6).of(step));
    }

    @Test
    void tenantsAreReallyMixed() throws TraceException {
        Trace mixed = new TraceInterleaving(2, 5).of(step);

        long changes = 0;
        for (int i = 1; i < mixed.ops().size(); i++) {
            String before = mixed.clientOf(mixed.ops().get(i - 1));
            changes += before.equals(mixed.clientOf(mixed.ops().get(i))) ? 0 : 1;
        }
        assertEquals(0.5, (double) changes / mixed.ops().size(), 0.1);
    }

    @Test
    void oneTenantOrNamesOfItsOwnLeaveATraceAsItIs() throws TraceException {
        Trace named =
                TraceText.read(
                        HEADER,
                        "{\"buffer\":\"a\",\"bytes\":8,\"client\":\"c\"}",
                        "{\"op\":\"f\",\"writes\":[\"a\"]}");

        assertSame(step, new TraceInterleaving(1, 0).of(step));
        assertSame(named, new TraceInterleaving(4, 0).of(named));
    }

    @Test
    void thereIsAtLeastOneClient() {
        assertThrows(IllegalArgumentException.class, () -> new TraceInterleaving(0, 0));
    }
}
