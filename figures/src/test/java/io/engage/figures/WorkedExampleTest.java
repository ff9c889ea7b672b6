package io.engage.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.engage.figures.log.Fingerprint;
import io.engage.figures.log.Partition;
import io.engage.figures.reactions.ReactionFigures;
import io.engage.figures.reactions.Reactions;
import io.engage.figures.viewers.Audience;
import io.engage.figures.viewers.SessionRules;
import io.engage.figures.viewers.Status;
import io.engage.figures.viewers.ViewerFigures;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promise: the worked example with which the meaning of the figures is published holds, row by row. */
class WorkedExampleTest {
    private static final long HORIZON = 120_000;
    private static final long ANONYMOUS = 0;

    /** One record of the example: views or reactions, its event's id, and what it does at its arrival. */
    private record Arrival(
            double arrival, String eventId, BiConsumer<Audience, Long> view, BiConsumer<Reactions, Long> reaction) {
        static Arrival view(double arrival, String eventId, BiConsumer<Audience, Long> view) {
            return new Arrival(arrival, eventId, view, null);
        }

        static Arrival reaction(double arrival, String eventId, BiConsumer<Reactions, Long> reaction) {
            return new Arrival(arrival, eventId, null, reaction);
        }
    }

    private static final List<Arrival> LOG = List.of(
            Arrival.view(0.2, "start", (v, at) -> v.startVideo(ms(0), at, "broadcaster", "title", null)),
            Arrival.view(1.2, "play A", (v, at) -> v.play(ms(1), at, id("A"), id("s1"))),
            Arrival.view(2.2, "play B 1", (v, at) -> v.play(ms(2), at, id("B"), ANONYMOUS)),
            Arrival.view(3.2, "play B 2", (v, at) -> v.play(ms(3), at, id("B"), ANONYMOUS)),
            Arrival.reaction(4.0, "like A", (r, at) -> r.like(ms(3.8), at)),
            Arrival.view(5.0, "play A", (v, at) -> v.play(ms(1), at, id("A"), id("s1"))),
            Arrival.view(6.2, "leave C", (v, at) -> v.leave(ms(6), at, id("C"), ANONYMOUS)),
            Arrival.view(8.0, "play C", (v, at) -> v.play(ms(5.5), at, id("C"), ANONYMOUS)),
            Arrival.view(9.2, "leave B", (v, at) -> v.leave(ms(9), at, id("B"), ANONYMOUS)),
            Arrival.reaction(15.0, "like D", (r, at) -> r.like(ms(8), at)),
            Arrival.view(20.2, "end", (v, at) -> v.endVideo(ms(20), at)),
            Arrival.view(21.0, "play E", (v, at) -> v.play(ms(19), at, id("E"), ANONYMOUS)),
            Arrival.view(25.2, "play F", (v, at) -> v.play(ms(25), at, id("F"), ANONYMOUS)));

    @ParameterizedTest(name = "at {0} s: {1} viewers, {2} views, {3} likes in 10 s, {4} likes, {5}")
    @CsvSource({
        "0.2, 0, 0, 0, 0, LIVE",
        "1.2, 1, 1, 0, 0, LIVE",
        "2.2, 2, 2, 0, 0, LIVE",
        "3.2, 3, 3, 0, 0, LIVE",
        "4.0, 3, 3, 1, 1, LIVE",
        "5.0, 3, 3, 1, 1, LIVE",
        "6.2, 3, 3, 1, 1, LIVE",
        "8.0, 3, 4, 1, 1, LIVE",
        "9.2, 2, 4, 1, 1, LIVE",
        "14.0, 2, 4, 0, 1, LIVE",
        "15.0, 2, 4, 1, 2, LIVE",
        "19.0, 2, 4, 0, 2, LIVE",
        "20.2, 0, 4, 0, 2, ENDED",
        "21.0, 0, 5, 0, 2, ENDED",
        "25.2, 1, 6, 0, 2, LIVE"
    })
    void everyRow(double t, int viewers, long views, int likes10s, long likes, Status status) {
        // Given: everything that arrived until then
        Partition<Audience> audiences =
                new Partition<>(id -> new Audience(id, SessionRules.DEFAULT), HORIZON, new Unheard<>());
        Partition<Reactions> reactions = new Partition<>(Reactions::new, HORIZON, new Unheard<>());
        for (Arrival record : LOG) {
            if (record.arrival <= t) {
                feed(record, audiences, reactions);
            }
        }
        // When: t comes to the next whole second
        long second = (long) Math.ceil(t);
        audiences.idle(ms(second));
        reactions.idle(ms(second));
        // Then
        ViewerFigures audience = audiences.video("V").figures();
        assertEquals(viewers, audience.viewers());
        assertEquals(views, audience.views());
        assertEquals(status, audience.status());
        assertEquals(t < 3 ? viewers : 3, audience.peakViewers());
        Reactions video = reactions.video("V");
        ReactionFigures figures = video == null ? new ReactionFigures(0, 0, 0, 0) : video.figures();
        assertEquals(likes10s, figures.likes10s());
        assertEquals(likes, figures.likes());
    }

    private static void feed(Arrival record, Partition<Audience> audiences, Partition<Reactions> reactions) {
        Partition<?> partition = record.view == null ? reactions : audiences;
        long arrival = partition.arrive(ms(record.arrival), 0);
        if (partition.arrivedBefore(Fingerprint.of(record.eventId), arrival)) {
            return;
        }
        if (record.view == null) {
            record.reaction.accept(reactions.touch("V", arrival), arrival);
        } else {
            record.view.accept(audiences.touch("V", arrival), arrival);
        }
    }

    private static long id(String text) {
        return Fingerprint.of(text);
    }

    private static long ms(double seconds) {
        return 1_700_000_000_000L + Math.round(seconds * 1000);
    }
}
