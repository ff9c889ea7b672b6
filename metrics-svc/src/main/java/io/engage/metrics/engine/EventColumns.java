package io.engage.metrics.engine;

import io.engage.events.Event;
import io.engage.events.EventType;
import io.engage.events.RecordReader;
import io.engage.figures.log.Fingerprint;
import java.util.Arrays;

/**
 * The events of a batch in their order, a field of all of them beside each other: they are read before the first of them
 * counts, so that the memory that counting them needs can be asked for at once, and not waited for event by event.
 *
 * <p>Rows are from 0 to {@link #size()}. What a row says holds until the batch is cleared.
 */
public final class EventColumns {
    private static final int SMALLEST = 512;
    /** The session of an anonymous viewer. */
    private static final long ANONYMOUS = 0;

    private final RecordReader reader = new RecordReader();
    private final boolean withPeople;

    private int size;
    private long[] offsets = new long[SMALLEST];
    private long[] arrivals = new long[SMALLEST];
    private EventType[] types = new EventType[SMALLEST];
    private long[] dates = new long[SMALLEST];
    private byte[][] bytes = new byte[SMALLEST][];
    private int[] videoFrom = new int[SMALLEST];
    private int[] videoLength = new int[SMALLEST];
    private long[] videos = new long[SMALLEST];
    private long[] events = new long[SMALLEST];
    private long[] users = new long[SMALLEST];
    private long[] sessions = new long[SMALLEST];
    private Event.StartVideo[] starts = new Event.StartVideo[SMALLEST];

    /** @param withPeople whether the metric tells users and sessions apart */
    EventColumns(boolean withPeople) {
        this.withPeople = withPeople;
    }

    void clear() {
        size = 0;
    }

    /**
     * Adds a record as a row.
     *
     * @return false when it is no event, and its row without a type; {@link #refusal()} says why
     */
    boolean add(long offset, long arrival, byte[] array, int from, int length) {
        if (size == offsets.length) {
            grow(size * 2);
        }
        int row = size++;
        offsets[row] = offset;
        arrivals[row] = arrival;
        if (!reader.read(array, from, length)) {
            types[row] = null;
            return false;
        }
        types[row] = reader.type();
        dates[row] = reader.timestamp();
        RecordReader.Text video = reader.videoId();
        bytes[row] = video.bytes();
        videoFrom[row] = video.from();
        videoLength[row] = video.length();
        videos[row] = fingerprint(video);
        events[row] = Fingerprint.within(videos[row], fingerprint(reader.eventId()));
        if (withPeople) {
            users[row] = fingerprint(reader.userId());
            RecordReader.Text session = reader.sessionId();
            sessions[row] = session.length() == 0 ? ANONYMOUS : fingerprint(session);
            starts[row] = types[row] == EventType.START_VIDEO ? reader.startVideo() : null;
        }
        return true;
    }

    /** Why the last record is no event, for people. */
    String refusal() {
        return reader.refusal();
    }

    /** How many rows there are. */
    public int size() {
        return size;
    }

    long offset(int row) {
        return offsets[row];
    }

    /** When the broker took the record, epoch ms. */
    long appended(int row) {
        return arrivals[row];
    }

    /** What kind of event it is; null when it is none. */
    public EventType type(int row) {
        return types[row];
    }

    /** When it happened by its sender's clock, epoch ms. */
    public long date(int row) {
        return dates[row];
    }

    /** The array that holds the id of its video, from {@link #videoFrom}, {@link #videoLength} bytes of UTF-8. */
    byte[] bytes(int row) {
        return bytes[row];
    }

    int videoFrom(int row) {
        return videoFrom[row];
    }

    int videoLength(int row) {
        return videoLength[row];
    }

    /** The fingerprint of its video's id. */
    long video(int row) {
        return videos[row];
    }

    /** The fingerprint of its own id, within its video. */
    long event(int row) {
        return events[row];
    }

    /** The fingerprint of its user's id. */
    public long user(int row) {
        return users[row];
    }

    /** The fingerprint of its session's id; 0 when it has none. */
    public long session(int row) {
        return sessions[row];
    }

    /** The whole of a {@code start_video}, of which more than ids and times counts; null for all other kinds. */
    public Event.StartVideo startVideo(int row) {
        return starts[row];
    }

    private static long fingerprint(RecordReader.Text text) {
        return Fingerprint.of(text.bytes(), text.from(), text.length());
    }

    private void grow(int length) {
        offsets = Arrays.copyOf(offsets, length);
        arrivals = Arrays.copyOf(arrivals, length);
        types = Arrays.copyOf(types, length);
        dates = Arrays.copyOf(dates, length);
        bytes = Arrays.copyOf(bytes, length);
        videoFrom = Arrays.copyOf(videoFrom, length);
        videoLength = Arrays.copyOf(videoLength, length);
        videos = Arrays.copyOf(videos, length);
        events = Arrays.copyOf(events, length);
        users = Arrays.copyOf(users, length);
        sessions = Arrays.copyOf(sessions, length);
        starts = Arrays.copyOf(starts, length);
    }
}
