package io.engage.local.simulate;

import java.time.Duration;

/** How simulated people behave: the constants of the model, and the draws that follow from them. Times are in ms. */
final class Habits {
    /** The shape of the gamma distribution of popularity: many videos with few viewers, few with many. */
    static final double POPULARITY_SHAPE = 0.7;

    /** The share of viewers who stay to the end. */
    static final double STAY = 0.7;

    /** The share of viewers who come from the broadcaster's continent; the others come from anywhere. */
    static final double NEIGHBOURS = 0.75;

    /** How often a player says that its viewer still watches. */
    static final long HEARTBEAT = 15_000;

    /** The share of viewers who like or dislike once at a random moment of their watching. */
    static final double REACT = 0.8;

    /** The share of such reactions after which the viewer also says why. */
    static final double REACT_AND_SAY = 0.25;

    /** The mean time between two comments of a viewer in quiet times. */
    static final double QUIET = 240_000;

    /** The mean time between two hot spots of a video. */
    static final double BETWEEN_HOT_SPOTS = 100_000;

    /** How fast a hot spot cools down: after this time 37 % of the first excitement is left. */
    static final double COOL_DOWN = 5_000;

    /** When a hot spot is over. */
    static final long HOT = 25_000;

    /** The least and the most share of viewers who react in a hot spot. */
    static final double LEAST_EXCITED = 0.04;

    static final double MOST_EXCITED = 0.3;

    /** The share of reactions in a hot spot that follow its mood; the others are the other way. */
    static final double MOVED = 0.88;

    /** The share of reactions in a hot spot after which the viewer also says something. */
    static final double HOT_AND_SAY = 0.6;

    /** The share of comments without a mood, of viewers who have not reacted yet and of those who have. */
    static final double NEUTRAL_BEFORE_REACTION = 0.7;

    static final double NEUTRAL_AFTER_REACTION = 0.2;

    /** How long it takes to write a comment. */
    static final long FASTEST_COMMENT = 500;

    static final long SLOWEST_COMMENT = 6_000;

    /** The share of comments that repeat one of the last: in quiet times, and in a hot spot. */
    static final double REPEAT = 0.1;

    static final double HOT_REPEAT = 0.3;

    /** A broadcaster lasts this long at least, and at most. */
    static final long SHORTEST = 5 * 60_000;

    static final long LONGEST = 90 * 60_000;

    private static final double MEAN_BEYOND_SHORTEST = 15 * 60_000;

    /** The mean length of a video. */
    static final double MEAN_LENGTH = SHORTEST + MEAN_BEYOND_SHORTEST;

    /** The mean pause until a video that ended is followed by another. */
    static final double PAUSE = 15_000;

    /** The share of a video's length that a viewer watches in the mean: joining at any moment, and going at any moment or staying. */
    static final double WATCHED = STAY / 2 + (1 - STAY) / 4;

    /** How many events a viewer causes in a second of watching, in the mean. */
    static final double EVENTS_PER_VIEWER_SECOND = eventsPerViewerSecond();

    private Habits() {}

    /** A length of a video. */
    static long length(Dice dice) {
        return Math.min(LONGEST, SHORTEST + Math.round(dice.gamma(2, MEAN_BEYOND_SHORTEST)));
    }

    /** The share of its reactions that are likes: most videos are liked, a few are not. */
    static double appeal(Dice dice) {
        return dice.beta(3, 1.1);
    }

    private static double eventsPerViewerSecond() {
        double second = Duration.ofSeconds(1).toMillis();
        double watched = WATCHED * MEAN_LENGTH;
        double onceAWatching = 1 + (1 - STAY) + REACT * (1 + REACT_AND_SAY) - 0.5;
        double hot = (LEAST_EXCITED + MOST_EXCITED) / 2 * (1 + HOT_AND_SAY);
        return second * (1.0 / HEARTBEAT + onceAWatching / watched + 1 / QUIET + hot / BETWEEN_HOT_SPOTS);
    }
}
