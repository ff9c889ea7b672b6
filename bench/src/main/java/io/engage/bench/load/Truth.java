package io.engage.bench.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the generated events must lead to, per video, once all have arrived. Known from how the events were made, not from reading them.
 *
 * <p>Two meanings are kept. Engage's: sessions, duplicates taken out. And the plain counters of the peers, which know neither:
 * each {@code start_video} is a view, {@code play} minus {@code leave} is what is open, and what comes twice counts twice.
 */
public final class Truth {
    /** The heading of the file of {@link #writePlain}. */
    public static final String PLAIN_HEADING = "video\tviews\topen\tlikes\tdislikes";

    final long[] views;
    final int[] viewers;
    final int[] open;
    final int[] uniqueUsers;
    final long[] likes;
    final long[] dislikes;
    final boolean[] known;

    final long[] plainViews;
    final long[] plainOpen;
    final long[] plainLikes;
    final long[] plainDislikes;

    long viewEvents;
    long reactionEvents;
    long commentEvents;
    long bytes;
    long openAtEnd;
    long duplicates;

    Truth(int videos) {
        views = new long[videos];
        viewers = new int[videos];
        open = new int[videos];
        uniqueUsers = new int[videos];
        likes = new long[videos];
        dislikes = new long[videos];
        known = new boolean[videos];
        plainViews = new long[videos];
        plainOpen = new long[videos];
        plainLikes = new long[videos];
        plainDislikes = new long[videos];
    }

    /** How many records of views and reactions there are, duplicates among them. */
    public long events() {
        return viewEvents + reactionEvents;
    }

    /** How many records of views there are. */
    public long viewEvents() {
        return viewEvents;
    }

    /** How many records of reactions there are. */
    public long reactionEvents() {
        return reactionEvents;
    }

    /** How many records of comments there are. */
    public long commentEvents() {
        return commentEvents;
    }

    /** How many of all records are repetitions. */
    public long duplicates() {
        return duplicates;
    }

    /** Sessions open when the last event was made, silent ones among them. */
    public long openAtEnd() {
        return openAtEnd;
    }

    /** Sessions ever opened, of all videos together. */
    public long sessions() {
        long sum = 0;
        for (long each : views) {
            sum += each;
        }
        return sum;
    }

    /** Bytes of a record's value on average. */
    public long bytesPerEvent() {
        return bytes / Math.max(1, events() + commentEvents);
    }

    /** How many videos may be known. */
    public int videos() {
        return known.length;
    }

    /** How many videos any event of views or reactions is of. */
    public int knownVideos() {
        int count = 0;
        for (boolean one : known) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** Whether any event of views or reactions is of the video. */
    public boolean isKnown(int video) {
        return known[video];
    }

    /** What one video's figures must be once the sessions with heartbeats have ended by silence. */
    public TruthOfVideo of(int video) {
        return of(video, viewers[video]);
    }

    /** What one video's figures must be as long as no session has ended by silence. */
    public TruthOfVideo beforeSilence(int video) {
        return of(video, open[video]);
    }

    private TruthOfVideo of(int video, int watching) {
        return new TruthOfVideo(views[video], watching, uniqueUsers[video], likes[video], dislikes[video]);
    }

    /** Writes the plain counters, a video a line, for the peers; before that the events of both topics. */
    public void writePlain(Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("events\t" + viewEvents + "\t" + reactionEvents + "\n" + PLAIN_HEADING + "\n");
            for (int v = 0; v < known.length; v++) {
                if (known[v]) {
                    out.write(Generator.videoId(v) + "\t" + plainViews[v] + "\t" + plainOpen[v] + "\t" + plainLikes[v]
                            + "\t" + plainDislikes[v] + "\n");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }
}
