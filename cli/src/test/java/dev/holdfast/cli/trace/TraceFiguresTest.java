package dev.holdfast.cli.trace;

import static dev.holdfast.cli.trace.TraceText.HEADER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TraceFiguresTest {
    @Test
    void everyFigureOfASmallTrace() throws TraceException {
        Trace trace =
                TraceText.read(
                        HEADER,
                        "{\"buffer\":\"w\",\"bytes\":100,\"initial\":true}",
                        "{\"buffer\":\"a\",\"bytes\":10}",
                        "{\"buffer\":\"b\",\"bytes\":20}",
                        "{\"buffer\":\"c\",\"bytes\":7}",
                        "{\"op\":\"f\",\"reads\":[\"w\"],\"writes\":[\"a\"],\"nanos\":3}",
                        "{\"op\":\"g\",\"reads\":[\"a\"],\"writes\":[\"b\",\"a\"],"
                                + "\"frees\":[\"a\"]}",
                        "{\"op\":\"h\",\"reads\":[\"b\"],\"writes\":[\"c\"],\"nanos\":4}");

        assertEquals(
                new TraceFigures("small", 3, 4, 0, 3, 130, 4, 47, 137, 100, 130, 110, 7),
                TraceFigures.of(trace));
    }

    @Test
    void initialContentIsLiveFromTheStartAndDiesWhenFreed() throws TraceException {
        assertEquals(
                50 + 30,
                peak(
                        "{\"buffer\":\"late\",\"bytes\":50,\"initial\":true}",
                        "{\"buffer\":\"a\",\"bytes\":30}",
                        "{\"buffer\":\"b\",\"bytes\":40}",
                        "{\"op\":\"f\",\"writes\":[\"a\"],\"frees\":[\"a\"]}",
                        "{\"op\":\"g\",\"reads\":[\"late\"],\"frees\":[\"late\"]}",
                        "{\"op\":\"h\",\"writes\":[\"b\"]}"));
    }

    @Test
    void whatIsFreedWithoutUseWasNeverLive() throws TraceException {
        assertEquals(
                5,
                peak(
                        "{\"buffer\":\"a\",\"bytes\":30}",
                        "{\"buffer\":\"b\",\"bytes\":5}",
                        "{\"op\":\"f\",\"frees\":[\"a\"]}",
                        "{\"op\":\"g\",\"writes\":[\"b\"]}"));
    }

    private static long peak(String... lines) throws TraceException {
        String[] all = new String[lines.length + 1];
        all[0] = HEADER;
        System.arraycopy(lines, 0, all, 1, lines.length);
        return TraceFigures.of(TraceText.read(all)).peakLiveBytes();
    }
}
