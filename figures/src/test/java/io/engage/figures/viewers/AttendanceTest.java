package io.engage.figures.viewers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Promise: the stretches in which an audience says that sessions were open are exactly those of which its viewers are made: their lengths add
 * up to the area under the curve of viewers, whatever happens.
 */
class AttendanceTest {
    private static final long START = 1_700_000_000_000L;
    private static final SessionRules RULES = new SessionRules(
            Duration.ofSeconds(9),
            Duration.ofSeconds(40),
            Duration.ofSeconds(6),
            Duration.ofSeconds(70),
            Duration.ofDays(1));

    enum Kind {
        START,
        END,
        PLAY,
        LEAVE,
        HEARTBEAT
    }

    record Step(Kind kind, int user, int session, int pause, int lateness) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(
                                Kind.START,
                                Kind.END,
                                Kind.PLAY,
                                Kind.PLAY,
                                Kind.PLAY,
                                Kind.LEAVE,
                                Kind.LEAVE,
                                Kind.HEARTBEAT,
                                Kind.HEARTBEAT),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 30_000).map(n -> n < 20_000 ? n / 10 : n),
                        Arbitraries.integers().between(-2_000, 8_000))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    /** The sums of what is told. */
    private static final class Told implements Attendance {
        final Map<Long, Long> open = new HashMap<>();
        long views;
        long watched;

        @Override
        public void viewed(long user) {
            views++;
        }

        @Override
        public void opened(long session, long at) {
            assertNull(open.put(session, at), "opened while open");
        }

        @Override
        public void closed(long session, long at) {
            long opened = open.remove(session);
            assertTrue(opened <= at);
            watched += at - opened;
        }

        @Override
        public void closedAnonymous(long openedAt, long at) {
            assertTrue(openedAt <= at);
            watched += at - openedAt;
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void addsUpToTheViewers(@ForAll("steps") List<Step> steps) {
        // Given
        Told told = new Told();
        Audience audience = new Audience("V", RULES, told);
        long area = 0;
        long now = START;
        int viewers = 0;
        // When
        for (Step step : steps) {
            long arrival = now + step.pause;
            for (long due = audience.nextDue(); due <= arrival; due = audience.nextDue()) {
                audience.advance(due);
                area += viewers * (due - now);
                now = due;
                viewers = viewers(audience, now);
            }
            tell(audience, step, arrival);
            area += viewers * (arrival - now);
            now = arrival;
            viewers = viewers(audience, now);
        }
        long views = audience.figures() == null ? 0 : audience.figures().views();
        audience.endVideo(Long.MAX_VALUE, now);
        // Then
        assertEquals(area, told.watched);
        assertEquals(views, told.views);
        assertEquals(Map.of(), told.open);
    }

    private static void tell(Audience audience, Step step, long arrival) {
        long date = arrival - step.lateness;
        long session = step.session == 0 ? 0 : step.user * 10L + step.session;
        switch (step.kind) {
            case START -> audience.startVideo(date, arrival, "b", null, null);
            case END -> audience.endVideo(date, arrival);
            case PLAY -> audience.play(date, arrival, step.user, session);
            case LEAVE -> audience.leave(date, arrival, step.user, session);
            case HEARTBEAT -> audience.heartbeat(date, arrival, step.user, session);
        }
    }

    private static int viewers(Audience audience, long time) {
        audience.publish(Math.floorDiv(time, 1000L));
        return audience.figures() == null ? 0 : audience.figures().viewers();
    }
}
