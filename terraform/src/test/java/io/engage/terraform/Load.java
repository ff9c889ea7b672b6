package io.engage.terraform;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Viewers who watch and like without a pause, as a sender sends them: a batch that was not accepted is sent again, to the next door, until it is.
 * It keeps its own count of what was accepted, and looks at the portal for how old the figures are that people see.
 */
final class Load implements AutoCloseable {
    private static final int VIDEOS = 16;
    private static final int BATCH = 32;
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final List<String> doors = new CopyOnWriteArrayList<>();
    private volatile String portal;
    private final String key;
    private final List<String> videos =
            IntStream.range(0, VIDEOS).mapToObj(i -> "match-" + i).toList();
    private final Map<String, AtomicLong> likes = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> views = new ConcurrentHashMap<>();
    private final Map<String, Long> asOf = new ConcurrentHashMap<>();

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private volatile long longestWait;
    private volatile long oldest;
    private volatile boolean sending;
    private volatile boolean watching;
    private volatile boolean ended;
    private final Thread sender = Thread.ofPlatform().name("sender").unstarted(this::send);
    private final Thread watcher = Thread.ofPlatform().name("watcher").unstarted(this::watch);
    private final Object between = new Object();

    /**
     * What was seen while something was done.
     *
     * @param took seconds that it took
     * @param accepted events
     * @param repeated batches that had to be sent once more
     * @param longestWait the longest time in seconds from a batch's first sending to its acceptance
     * @param oldest the age in seconds of the oldest figure that the portal showed, or would have shown had it answered
     */
    record Seen(double took, long accepted, long repeated, double longestWait, double oldest) {}

    /** Something that an operator does. */
    interface Procedure {
        void run() throws Exception;
    }

    Load(String door, String portal, String key) {
        this.doors.add(door);
        this.portal = portal;
        this.key = key;
        for (String video : videos) {
            likes.put(video, new AtomicLong());
            views.put(video, new AtomicLong());
        }
        sender.start();
        watcher.start();
    }

    /** Another door of ingest-svc, for batches that the others do not take. */
    void addDoor(String door) {
        doors.add(door);
    }

    /** Looks at another portal from now on. */
    void lookAt(String otherPortal) {
        asOf.clear();
        portal = otherPortal;
    }

    /** How many events were accepted of all that were ever sent. */
    long total() {
        return Stream.of(likes, views)
                .flatMap(each -> each.values().stream())
                .mapToLong(AtomicLong::get)
                .sum();
    }

    /** Does something under the load, and goes on with it until all figures are young again. */
    Seen during(String what, Procedure procedure) throws Exception {
        // Given: a steady load with young figures
        sending = true;
        awaitYoung();
        accepted.set(0);
        repeated.set(0);
        longestWait = 0;
        oldest = 0;
        watching = true;
        long began = System.nanoTime();
        // When
        procedure.run();
        double took = seconds(System.nanoTime() - began);
        awaitYoung();
        watching = false;
        sending = false;
        Seen seen = new Seen(took, accepted.get(), repeated.get(), longestWait / 1000.0, oldest / 1000.0);
        System.out.printf(
                "%s: %.1f s; %d events accepted, %d batches sent again, the longest wait %.1f s; oldest figure %.1f s%n",
                what, seen.took, seen.accepted, seen.repeated, seen.longestWait, seen.oldest);
        return seen;
    }

    /** Waits until every figure is less than five seconds old. */
    void awaitYoung() {
        try {
            await().atMost(Cluster.PATIENCE)
                    .until(() -> asOf.size() == VIDEOS
                            && asOf.values().stream().allMatch(at -> System.currentTimeMillis() - at < 5000));
        } catch (ConditionTimeoutException e) {
            long now = System.currentTimeMillis();
            Map<String, Long> ages = new TreeMap<>();
            asOf.forEach((video, at) -> ages.put(video, now - at));
            throw new AssertionError("Figures are old (ms): " + ages, e);
        }
    }

    /** Waits until the portal shows of each video exactly what was accepted. */
    void awaitExact() {
        synchronized (between) {
            try {
                await().atMost(Duration.ofMinutes(2)).until(() -> different().isEmpty());
            } catch (ConditionTimeoutException e) {
                throw new AssertionError("Figures and what was accepted: " + different(), e);
            }
        }
        System.out.printf("  exact: %d events since the beginning%n", total());
    }

    private Map<String, String> different() {
        Map<String, String> found = new TreeMap<>();
        for (String video : videos) {
            String counted = views.get(video) + " views, " + likes.get(video) + " likes";
            String shown;
            try {
                JsonNode figures = figures(video);
                shown = figures.path("views").asLong() + " views, "
                        + figures.path("likes").asLong() + " likes";
            } catch (IOException e) {
                shown = e.toString();
            }
            if (!shown.equals(counted)) {
                found.put(video, shown + " in place of " + counted);
            }
        }
        return found;
    }

    private JsonNode figures(String video) throws IOException {
        try {
            HttpResponse<String> answer = Cluster.get(portal + "/api/videos/" + video);
            if (answer.statusCode() != 200) {
                throw new IOException(answer.statusCode() + " " + answer.body());
            }
            return Plans.read(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void send() {
        long number = 0;
        int door = 0;
        while (!ended) {
            synchronized (between) {
                if (sending) {
                    StringBuilder batch = new StringBuilder("[");
                    for (int i = 0; i < BATCH; i++) {
                        batch.append(i == 0 ? "" : ",").append(event(number + i));
                    }
                    door = sendUntilAccepted(batch.append(']').toString(), door);
                    if (ended) {
                        return;
                    }
                    for (int i = 0; i < BATCH; i++, number++) {
                        (isPlay(number) ? views : likes).get(video(number)).incrementAndGet();
                    }
                    accepted.addAndGet(BATCH);
                }
            }
            pause(BETWEEN_BATCHES);
        }
    }

    private String event(long number) {
        return "{\"event_type\":\"%s\",\"video_id\":\"%s\",\"user_id\":\"viewer-%d\",\"event_id\":\"%d\",\"timestamp\":%d}"
                .formatted(isPlay(number) ? "play" : "like", video(number), number, number, System.currentTimeMillis());
    }

    /** One in eight begins to watch, the others like. */
    private static boolean isPlay(long number) {
        return number % 8 == 0;
    }

    /** Each video has its share of both. */
    private String video(long number) {
        return videos.get((int) ((number + number / 8) % VIDEOS));
    }

    private int sendUntilAccepted(String batch, int first) {
        int door = first;
        long began = System.nanoTime();
        while (!ended) {
            try {
                if (Cluster.post(doors.get(door % doors.size()) + "/v1/events", key, batch)
                                .statusCode()
                        == 202) {
                    longestWait = Math.max(longestWait, (System.nanoTime() - began) / 1_000_000);
                    return door % doors.size();
                }
            } catch (IOException e) {
                // Nobody is there at this moment: as a sender does, once more.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return door;
            }
            door++;
            repeated.incrementAndGet();
            pause(Duration.ofMillis(200));
        }
        return door;
    }

    private void watch() {
        while (!ended) {
            for (String video : videos) {
                try {
                    JsonNode figures = figures(video);
                    long older = Math.min(
                            figures.path("views").isMissingNode()
                                    ? 0
                                    : figures.path("viewers_as_of").asLong(),
                            figures.path("reactions_as_of").asLong());
                    asOf.merge(video, older, Math::max);
                } catch (IOException e) {
                    // What is not shown grows older.
                }
            }
            if (watching) {
                long now = System.currentTimeMillis();
                asOf.values().forEach(at -> oldest = Math.max(oldest, now - at));
            }
            pause(BETWEEN_LOOKS);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        sender.join();
        watcher.join();
    }
}
