package dev.holdfast.capturefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
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
