package dev.holdfast.capturefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.memory.capture.Trigger;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page for people's eyes.
class CapturePageTest {
    private final String page = CapturePage.of(Sample.capture());

    @Test
    void whatOthersNameIsTextAndNothingElse() {
        assertFalse(page.contains("<script"), "an object's name ran");
        assertTrue(page.contains("&lt;script&gt;alert(1)"));
        assertTrue(page.contains("taken &lt;away&gt;"));
    }

    @Test
    void itNeedsNothingFromElsewhere() {
        assertFalse(
                Pattern.compile("(?i)(src|href)\\s*=|url\\(|@import|https?:").matcher(page).find());
    }

    @Test
    void whatHappenedIsSaidInWords() {
        assertTrue(
                page.contains(
                        "Command 700, &quot;attention 700&quot; of client &quot;tenant 1&quot;, did"
                                + " not end within its time: the driver had had it for 5.00 s. 1"
                                + " other submission was under way, 0 of them with the driver. The"
                                + " bytes of 3 of 4 captured objects are here; 2 have moved since"
                                + " submission."),
                page);
        String gone = Summary.of(Sample.with(List.of(Sample.nowhere(1), Sample.nowhere(2))));
        assertTrue(gone.endsWith("; 0 have moved since submission and 2 been let go."), gone);
        String faulted = Summary.of(Sample.with(Trigger.DEVICE_FAULT));
        assertTrue(faulted.contains("of client \"tenant 1\", reported a fault: "), faulted);
    }

    @Test
    void whatMovedIsJoinedToWhereItWas() {
        // 1 is on the host now, 3 too; 2 and 4 are where they were
        for (String ribbon :
                List.of(
                        "weights: device 0x1000, then host 0x0 and 1 piece more",
                        "cut: device 0x4000, then device 0x4000")) {
            assertTrue(page.contains("<title>" + ribbon + "</title></path>"), ribbon);
        }
        assertEquals(4, page.split("<path ", -1).length - 1);
    }

    @Test
    void whatTheCommandUsedBesidesIsThereToo() {
        String empty = CapturePage.of(Sample.with(List.of()));
        assertTrue(empty.contains("weights</th>"), empty);
        assertTrue(empty.contains("not flagged for capture"));
        assertFalse(page.contains("not flagged for capture"));
    }

    @Test
    void aBrowserReadsItsNumbersWhateverTheReaderSpeaks() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals(page, CapturePage.of(Sample.capture()));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void ofManyCommandsTheGuiltyOneIsShown() {
        String crowded = CapturePage.of(Sample.crowded(2000));
        assertEquals(1, crowded.split("class=\"guilty\"", -1).length - 1);
        assertTrue(crowded.contains("and 1,976 more</p>"));
        assertTrue(crowded.contains("time is not to scale here"));
        assertTrue(crowded.length() < 60_000, "it grows with what is not shown");
    }

    @Test
    void itIsWellFormed() throws Exception {
        var parser = javax.xml.parsers.SAXParserFactory.newInstance().newSAXParser();
        String body = page.substring(page.indexOf("<body>"), page.indexOf("</body>") + 7);
        parser.parse(
                new org.xml.sax.InputSource(new StringReader(body)),
                new org.xml.sax.helpers.DefaultHandler());
    }

    @Test
    void everyObjectAndCommandIsOnIt() {
        for (var object : Sample.capture().objects()) {
            assertTrue(page.contains("<b>" + Html.text(object.name()) + "</b>"), object.name());
        }
        assertTrue(page.contains("No bytes: not there yet. its copy had not ended"));
        assertTrue(page.contains("cut: 24 of 4096 bytes"));
        assertTrue(page.contains("app.Main.step(Main.java:42)"));
        assertTrue(page.contains("3 of 4 objects, 8.02 KiB; 2 have moved since"), page);
        assertEquals(1, page.split("class=\"guilty\"", -1).length - 1);
        assertTrue(page.contains("the CPU cannot see this part"));
        assertTrue(page.contains("8 KiB quarantined"));
    }
}
