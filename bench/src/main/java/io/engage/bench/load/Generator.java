package io.engage.bench.load;

import io.engage.events.EventType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes events, the same for the same {@link Workload}, and knows what they lead to.
 *
 * <ul>
 *   <li>Popularity: one video may be hot; of the other events half are spread evenly over all videos, half by 1/rank.
 *   <li>A video begins with {@code start_video}; now and then one ends, with all its sessions, and begins again some seconds later.
 *   <li>Plays come until enough sessions are open, then as many as leaves. One of ten sessions is anonymous; of the others half send
 *       heartbeats, and one of ten is of a user who was there before.
 *   <li>Every event is dated when it is made; three of ten arrive up to 2 s later, after others that are dated later.
 *   <li>Some events come once more soon after the first time, with the same id.
 * </ul>
 */
public final class Generator {
    private static final int MOST_DELAY_MS = 2_000;
    private static final double DELAYED = 0.3;
    private static final double EVENLY = 0.5;
    private static final double DISLIKES = 0.1;
    private static final double ENDS = 1.0 / 20_000;
    /** Longer than any delay, so that nothing of before the end arrives after the new beginning's events. */
    private static final int PAUSE_MS = 5_000;

    private static final int REMEMBERED = 8_192;
    private static final int TRIES = 8;
    private static final String[] COMMENTS = {
        "What a goal, the keeper had no chance at all",
        "this is the best stream tonight",
        "boring, the sound is bad",
        "love it",
        "who is the one in the red shirt? never seen such a save"
    };

    /** Takes the records. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes one.
         *
         * @param time when it is due, in ms since the first event's date
         */
        void accept(EventType type, int video, byte[] json, long time);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Made(EventType type, int video, byte[] json) {}

    private final Workload workload;
    private final long base;
    private final Sink sink;
    private final SplittableRandom random;
    private final Truth truth;
    private final EventText text = new EventText();
    private final double logVideos;

    /** Sessions that are open, in no order; what ended with its video is found out when it is drawn. */
    private long[] openSessions = new long[1024];

    private int[] openVideos = new int[1024];
    private boolean[] openBeats = new boolean[1024];
    private int open;
    private long nextSession;

    private final long[] firstSession;
    private final long[] endedBefore;
    private final long[] pausedUntil;
    private final int[] openOfVideo;

    private final List<List<Made>> delayed = new ArrayList<>();
    private long flushed;
    private int waiting;
    private final Made[] remembered = new Made[REMEMBERED];
    private int emitted;

    /** @param base the date of the first event, epoch ms */
    public Generator(Workload workload, long base, Sink sink) {
        workload.check();
        this.workload = workload;
        this.base = base;
        this.sink = sink;
        this.random = new SplittableRandom(workload.seed);
        this.truth = new Truth(workload.videos);
        this.logVideos = Math.log(workload.videos);
        this.firstSession = new long[workload.videos];
        this.endedBefore = new long[workload.videos];
        this.pausedUntil = new long[workload.videos];
        this.openOfVideo = new int[workload.videos];
        Arrays.fill(firstSession, -1);
        // A pause that is over marks a video that did not begin yet.
        Arrays.fill(pausedUntil, -1);
        for (int i = 0; i <= MOST_DELAY_MS; i++) {
            delayed.add(new ArrayList<>());
        }
    }

    /** The id of a video. */
    public static String videoId(int video) {
        return "v" + video;
    }

    /** Makes all events and says what they lead to. */
    public Truth run() {
        for (long made = 0; truth.events() + waiting < workload.events; made++) {
            long time = made * 1000 / workload.rate;
            flush(time);
            if (random.nextDouble() < workload.comments) {
                comment(time);
            } else if (random.nextDouble() < workload.views) {
                view(time);
            } else {
                react(time);
            }
        }
        for (long time = flushed + 1, last = flushed + MOST_DELAY_MS + 1; time <= last; time++) {
            flush(time);
        }
        for (int at = 0; at < open; at++) {
            if (isOpen(at) && !openBeats[at]) {
                truth.viewers[openVideos[at]]++;
            }
        }
        for (int video = 0; video < workload.videos; video++) {
            truth.open[video] = openOfVideo[video];
            truth.openAtEnd += openOfVideo[video];
        }
        return truth;
    }

    private void view(long time) {
        if (random.nextDouble() < workload.heartbeats && heartbeat(time)) {
            return;
        }
        boolean enough = open >= workload.sessions;
        if (random.nextDouble() < (enough ? 0.55 : 0.1) && leave(time)) {
            return;
        }
        int video = video(time);
        if (pausedUntil[video] != Long.MAX_VALUE) {
            begin(time, video);
        } else if (random.nextDouble() < ENDS && video > 0) {
            end(time, video);
        } else {
            play(time, video);
        }
    }

    /** Draws a video that is not between its end and its new beginning. */
    private int video(long time) {
        int video;
        do {
            if (random.nextDouble() < workload.hot) {
                return 0;
            }
            video = random.nextDouble() < EVENLY
                    ? random.nextInt(workload.videos)
                    : Math.min(workload.videos - 1, (int) Math.exp(random.nextDouble() * logVideos) - 1);
        } while (pausedUntil[video] != Long.MAX_VALUE && pausedUntil[video] > time);
        return video;
    }

    private void begin(long time, int video) {
        pausedUntil[video] = Long.MAX_VALUE;
        text.begin(EventType.START_VIDEO.wireName()).id("video_id", 'v', video).id("user_id", 'b', video);
        place(text.whole("timestamp", base + time)).text("title", "What happens tonight");
        emit(time, EventType.START_VIDEO, video, false);
    }

    private void end(long time, int video) {
        pausedUntil[video] = time + PAUSE_MS;
        endedBefore[video] = nextSession;
        openOfVideo[video] = 0;
        text.begin(EventType.END_VIDEO.wireName()).id("video_id", 'v', video).id("user_id", 'b', video);
        place(text.whole("timestamp", base + time));
        emit(time, EventType.END_VIDEO, video, false);
    }

    private void play(long time, int video) {
        long session = nextSession++;
        if (firstSession[video] < 0) {
            firstSession[video] = session;
        }
        if (open == openSessions.length) {
            openSessions = Arrays.copyOf(openSessions, 2 * open);
            openVideos = Arrays.copyOf(openVideos, 2 * open);
            openBeats = Arrays.copyOf(openBeats, 2 * open);
        }
        openSessions[open] = session;
        openVideos[open] = video;
        openBeats[open++] = false;
        openOfVideo[video]++;
        truth.views[video]++;
        if (user(session, video) == session) {
            truth.uniqueUsers[video]++;
        }
        ofViewer(time, EventType.PLAY, session, video);
    }

    private boolean leave(long time) {
        int at = draw();
        if (at < 0) {
            return false;
        }
        long session = openSessions[at];
        int video = openVideos[at];
        openOfVideo[video]--;
        remove(at);
        ofViewer(time, EventType.LEAVE, session, video);
        return true;
    }

    private boolean heartbeat(long time) {
        for (int i = 0; i < TRIES; i++) {
            int at = draw();
            if (at >= 0 && beats(openSessions[at])) {
                openBeats[at] = true;
                ofViewer(time, EventType.HEARTBEAT, openSessions[at], openVideos[at]);
                return true;
            }
        }
        return false;
    }

    /** An open session, or -1 when none was found. */
    private int draw() {
        while (open > 0) {
            int at = random.nextInt(open);
            if (isOpen(at)) {
                return at;
            }
            remove(at);
        }
        return -1;
    }

    private boolean isOpen(int at) {
        return openSessions[at] >= endedBefore[openVideos[at]];
    }

    private void remove(int at) {
        open--;
        openSessions[at] = openSessions[open];
        openVideos[at] = openVideos[open];
        openBeats[at] = openBeats[open];
    }

    private void ofViewer(long time, EventType type, long session, int video) {
        text.begin(type.wireName()).id("video_id", 'v', video).id("user_id", 'u', user(session, video));
        place(text.whole("timestamp", base + time));
        if (!isAnonymous(session)) {
            text.id("session_id", 's', session);
        }
        emit(time, type, video, random.nextDouble() < DELAYED);
    }

    private void react(long time) {
        int video = video(time);
        boolean dislike = random.nextDouble() < DISLIKES;
        (dislike ? truth.dislikes : truth.likes)[video]++;
        EventType type = dislike ? EventType.DISLIKE : EventType.LIKE;
        text.begin(type.wireName()).id("video_id", 'v', video).id("user_id", 'u', random.nextLong(nextSession + 1));
        place(text.whole("timestamp", base + time));
        emit(time, type, video, random.nextDouble() < DELAYED);
    }

    private void comment(long time) {
        int video = video(time);
        text.begin(EventType.COMMENT.wireName())
                .id("video_id", 'v', video)
                .id("user_id", 'u', random.nextLong(nextSession + 1))
                .whole("timestamp", base + time)
                .text("comment", COMMENTS[random.nextInt(COMMENTS.length)]);
        emit(time, EventType.COMMENT, video, random.nextDouble() < DELAYED);
    }

    private EventText place(EventText event) {
        return event.degrees("latitude", random.nextInt(-9_000_000, 9_000_001))
                .degrees("longitude", random.nextInt(-18_000_000, 18_000_001));
    }

    private static boolean isAnonymous(long session) {
        return mixed(session) % 10 == 0;
    }

    private static boolean beats(long session) {
        return !isAnonymous(session) && (mixed(session) >>> 32 & 1) == 0;
    }

    /** Who watches: a user of the session's own, or, for one of ten named sessions, the video's first one. */
    private long user(long session, int video) {
        boolean returns = !isAnonymous(session) && (mixed(session) >>> 8) % 10 == 0;
        return returns ? firstSession[video] : session;
    }

    /** The finalizer of SplitMix64: a session's traits, spread evenly and always the same. */
    private static long mixed(long session) {
        long z = session + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return (z ^ z >>> 31) >>> 1;
    }

    private void emit(long time, EventType type, int video, boolean late) {
        byte[] json = text.end(random.nextLong(), random.nextLong());
        if (late) {
            long due = time + 1 + random.nextInt(MOST_DELAY_MS - 1);
            delayed.get((int) (due % delayed.size())).add(new Made(type, video, json));
            waiting++;
        } else {
            pass(time, new Made(type, video, json));
        }
    }

    private void flush(long until) {
        while (flushed < until) {
            flushed++;
            List<Made> due = delayed.get((int) (flushed % delayed.size()));
            waiting -= due.size();
            for (Made made : due) {
                pass(flushed, made);
            }
            due.clear();
        }
    }

    private void pass(long time, Made made) {
        hand(time, made);
        remembered[emitted++ % REMEMBERED] = made;
        if (random.nextDouble() < workload.duplicates) {
            truth.duplicates++;
            hand(time, remembered[random.nextInt(Math.min(emitted, REMEMBERED))]);
        }
    }

    private void hand(long time, Made made) {
        int video = made.video;
        truth.bytes += made.json.length;
        switch (made.type) {
            case START_VIDEO -> truth.plainViews[video]++;
            case PLAY -> truth.plainOpen[video]++;
            case LEAVE -> truth.plainOpen[video]--;
            case LIKE -> truth.plainLikes[video]++;
            case DISLIKE -> truth.plainDislikes[video]++;
            case END_VIDEO, HEARTBEAT, COMMENT -> {}
        }
        switch (made.type) {
            case LIKE, DISLIKE -> truth.reactionEvents++;
            case COMMENT -> truth.commentEvents++;
            default -> truth.viewEvents++;
        }
        truth.known[video] |= made.type != EventType.COMMENT;
        sink.accept(made.type, video, made.json, time);
    }
}
