package io.engage.local.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.Event;
import io.engage.events.EventParser;
import io.engage.events.EventType;
import io.engage.events.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The two forms of a log. */
class FormTest {
    private static final long OPENING = 1_795_456_800_000L;
    private static final Scale SCALE = new Scale(20, 1_000);

    @Test
    void theDoorTakesEveryLineAndFindsInItWhatHappened() {
        Simulation simulation = new Simulation(2, SCALE, OPENING);
        EngageForm form = new EngageForm(EngageForm.tag(2, SCALE, OPENING));
        EventParser parser = new EventParser();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            Happening h = simulation.next();
            byte[] line = form.line(h, h.at());

            Event event = assertInstanceOf(
                            Parsed.Accepted.class, parser.parse(line, 0, line.length, h.at()), () -> text(line))
                    .event();

            assertEquals(h.type(), event.type());
            assertEquals(h.at(), event.timestamp());
            assertEquals(form.videoId(h.video()), event.videoId());
            assertEquals("u" + h.user(), event.userId());
            assertEquals(h.latitude(), event.place().latitude());
            assertEquals(h.longitude(), event.place().longitude());
            assertEquals(h.session() == 0, event.sessionId() == null);
            assertTrue(ids.add(event.eventId()), "every id is new");
            switch (event) {
                case Event.StartVideo start -> assertEquals(h.text(), start.title());
                case Event.Comment comment -> assertEquals(h.text(), comment.text());
                default -> assertNull(h.text());
            }
        }
    }

    @Test
    void twoSimulationsHaveNoIdInCommon() {
        Set<String> tags = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            assertTrue(tags.add(EngageForm.tag(seed, SCALE, OPENING)));
            assertTrue(tags.add(EngageForm.tag(seed, SCALE, OPENING + 1)));
            assertTrue(tags.add(EngageForm.tag(seed, Scale.GENTLE, OPENING)));
        }
        assertEquals(EngageForm.tag(5, SCALE, OPENING), EngageForm.tag(5, SCALE, OPENING));
    }

    @Test
    void theOriginalFormCountsInMinutesAndKnowsTheFirstSevenFields() {
        OriginalForm form = new OriginalForm(OPENING);
        Happening play = new Happening(1, 0, EventType.PLAY, 3, 8671, 5, 49.18, -90.84, null);
        Happening comment = new Happening(2, 0, EventType.COMMENT, 3, 8671, 5, 49.18, -90.84, "wow \"ü\"");
        assertEquals(
                "{\"timestamp\":0.41,\"event_type\":\"play\",\"user_id\":8671,\"video_id\":3,\"latitude\":49.18,\"longitude\":-90.84}",
                text(form.line(play, OPENING + 24_600)));
        assertEquals(
                "{\"timestamp\":0,\"event_type\":\"comment\",\"user_id\":8671,\"video_id\":3,\"latitude\":49.18,\"longitude\":-90.84,"
                        + "\"comment\":\"wow \\\"ü\\\"\"}",
                text(form.line(comment, OPENING)));
    }

    @Test
    void theOriginalFormHasNoHeartbeats() {
        assertNull(new OriginalForm(0).line(new Happening(1, 0, EventType.HEARTBEAT, 3, 1, 5, 0, 0, null), 0));
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.UTF_8);
    }
}
