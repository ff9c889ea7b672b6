package io.engage.local.simulate;

import io.engage.events.EventType;
import java.util.ArrayList;
import java.util.List;

/**
 * A live video: who is there, and how the audience's excitement comes and goes.
 *
 * <p>Each viewer comments at a low constant rate. At random moments something happens, a hot spot: a share of those present
 * react, most at once and ever fewer later, and many of them then say something about it. So comments come in bursts in which
 * one word, the subject of the hot spot, is on everybody's lips.
 */
final class Broadcast extends Actor {
    /** How often a viewer's decision to say something is thought over as long as nobody does, in ms. */
    private static final long RETHINK = 500;

    private static final int REMEMBERED = 8;

    private final Simulation simulation;
    private final long number;
    private final long user;
    private final String topic;
    private final double appeal;
    private final long start;
    private final long end;
    private boolean live;

    private long toJoin;
    private long joins;

    private final List<Watching> present = new ArrayList<>();
    private long speaks;
    private boolean somebodySpeaks;

    private String subject;
    private long heats;
    private long hotSince = -NEVER;
    private Mood hotMood = Mood.NEUTRAL;
    private double excited;

    private final List<Said> lastSaid = new ArrayList<>(REMEMBERED);

    private record Said(Mood mood, String text) {}

    /**
     * A video that is announced.
     *
     * @param viewers how many viewers it will have, all in all
     */
    Broadcast(Simulation simulation, long number, long start, long length, long viewers) {
        Dice dice = simulation.dice();
        this.simulation = simulation;
        this.number = number;
        this.start = start;
        end = start + length;
        user = simulation.world().anyone(dice);
        topic = dice.oneOf(Chat.topics());
        subject = Chat.subject(topic, dice);
        appeal = Habits.appeal(dice);
        toJoin = viewers;
        joins = nextJoin(start);
        long busyFrom = Math.max(start, simulation.opening());
        heats = nextHeat(busyFrom);
        speaks = busyFrom + RETHINK;
    }

    long number() {
        return number;
    }

    long user() {
        return user;
    }

    long end() {
        return end;
    }

    /** The share of reactions that are likes. */
    double appeal() {
        return appeal;
    }

    boolean isLive() {
        return live;
    }

    @Override
    Happening act() {
        long now = at();
        if (!live) {
            live = true;
            simulation.began(this);
            simulation.wait(this, next());
            City home = simulation.world().home(user);
            return happened(now, EventType.START_VIDEO, Chat.title(topic, home, simulation.dice()));
        }
        if (now >= end) {
            simulation.ended(this);
            return end(now);
        }
        Happening happening = null;
        if (now == joins) {
            happening = join(now);
        } else if (now == heats) {
            heatUp(now);
        } else {
            happening = somebodySpeaks ? speak(now) : null;
            thinkOver(now);
        }
        simulation.wait(this, next());
        return happening;
    }

    /** Ends the video: what its viewers still had in mind does not happen. */
    Happening end(long now) {
        live = false;
        return happened(now, EventType.END_VIDEO, null);
    }

    /** A viewer who goes away; the last to come takes the free seat. */
    void leaves(Watching watching) {
        Watching last = present.removeLast();
        if (last != watching) {
            present.set(watching.seat(), last);
            last.moveTo(watching.seat());
        }
    }

    /** What a viewer says, in the mood of the viewer's last reaction: all by themselves, or in the words of others. */
    Happening comment(Watching watching, long now) {
        Dice dice = simulation.dice();
        Mood mood = mood(watching.stance(), dice);
        String text = dice.chance(isHot(now) ? Habits.HOT_REPEAT : Habits.REPEAT) ? heard(mood, dice) : null;
        if (text == null) {
            text = Chat.comment(topic, mood, subject, simulation.world().home(watching.user()), dice);
            if (lastSaid.size() == REMEMBERED) {
                lastSaid.removeFirst();
            }
            lastSaid.add(new Said(mood, text));
        }
        return watching.say(now, text);
    }

    private Mood mood(Mood stance, Dice dice) {
        double neutral = stance == Mood.NEUTRAL ? Habits.NEUTRAL_BEFORE_REACTION : Habits.NEUTRAL_AFTER_REACTION;
        if (dice.chance(neutral)) {
            return Mood.NEUTRAL;
        }
        if (stance != Mood.NEUTRAL) {
            return stance;
        }
        return dice.chance(appeal) ? Mood.POSITIVE : Mood.NEGATIVE;
    }

    private String heard(Mood mood, Dice dice) {
        List<Said> alike = lastSaid.stream().filter(said -> said.mood() == mood).toList();
        return alike.isEmpty() ? null : dice.oneOf(alike).text();
    }

    private Happening join(long now) {
        Watching watching = new Watching(simulation, this, now);
        joins = nextJoin(now);
        if (watching.isForgotten()) {
            return null;
        }
        present.add(watching);
        return watching.begin(now, present.size() - 1);
    }

    private void heatUp(long now) {
        Dice dice = simulation.dice();
        hotSince = now;
        hotMood = dice.chance(appeal) ? Mood.POSITIVE : Mood.NEGATIVE;
        excited = Habits.LEAST_EXCITED + (Habits.MOST_EXCITED - Habits.LEAST_EXCITED) * dice.fraction();
        subject = Chat.subject(topic, dice);
        heats = nextHeat(now);
        thinkOver(now);
    }

    private Happening speak(long now) {
        Dice dice = simulation.dice();
        if (present.isEmpty()) {
            return null;
        }
        // Some talk much more than others: those in front.
        double place = dice.fraction();
        Watching watching = present.get((int) (present.size() * place * place));
        double hot = heat(now);
        if (dice.chance(hot / (hot + 1 / Habits.QUIET))) {
            boolean moved = dice.chance(Habits.MOVED);
            return watching.react(now, (hotMood == Mood.POSITIVE) == moved, Habits.HOT_AND_SAY);
        }
        return comment(watching, now);
    }

    /** Decides when somebody of those present speaks next. The rate changes, so a far moment is decided later. */
    private void thinkOver(long now) {
        double rate = present.size() * (heat(now) + 1 / Habits.QUIET);
        double wait = rate == 0 ? RETHINK : simulation.dice().exponential(1 / rate);
        somebodySpeaks = wait < RETHINK;
        speaks = now + (somebodySpeaks ? 1 + (long) wait : RETHINK);
    }

    /** The rate of a viewer's reactions that the hot spot causes, per ms. */
    private double heat(long now) {
        return isHot(now) ? excited / Habits.COOL_DOWN * Math.exp((hotSince - now) / Habits.COOL_DOWN) : 0;
    }

    private boolean isHot(long now) {
        return now - Habits.HOT < hotSince;
    }

    private long nextHeat(long now) {
        return now + 1 + (long) simulation.dice().exponential(Habits.BETWEEN_HOT_SPOTS);
    }

    private long nextJoin(long now) {
        if (toJoin == 0) {
            return NEVER;
        }
        double next = simulation.dice().firstOf(toJoin--, now, end);
        return Math.min(end - 1, Math.max(now, (long) next));
    }

    private long next() {
        return Math.min(Math.min(joins, end), Math.min(heats, speaks));
    }

    private Happening happened(long at, EventType type, String text) {
        return simulation.happening(at, type, number, user, 0, text);
    }
}
