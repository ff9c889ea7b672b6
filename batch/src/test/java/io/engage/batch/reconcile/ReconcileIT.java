package io.engage.batch.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.engage.archive.format.Hour;
import io.engage.archive.format.Source;
import io.engage.batch.RawArchive;
import io.engage.batch.RawArchive.Entry;
import io.engage.batch.Rows;
import io.engage.batch.TestSpark;
import io.engage.batch.archive.Archive;
import io.engage.batch.compact.Compact;
import io.engage.batch.recompute.Recompute;
import io.engage.events.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On a real Spark, against answers in the portal's form; against the real portal it runs in the test of the whole system
 * ({@code ArchiveLoopIT} in {@code local/}), where no answer can be made to fail or to be wrong.
 */
class ReconcileIT {
    private static final Source LIKES = new Source(Topics.REACTIONS, 0);

    @TempDir
    private Path folder;

    private HttpServer portal;
    private final Map<String, Deque<String>> answers = new ConcurrentHashMap<>();

    @BeforeEach
    void start() throws IOException {
        portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        portal.createContext("/api/videos/", exchange -> {
            Deque<String> ready = answers.get(exchange.getRequestURI().getRawPath());
            String answer = ready == null ? "404" : ready.size() > 1 ? ready.remove() : ready.peek();
            byte[] body = answer.startsWith("{") ? answer.getBytes(StandardCharsets.UTF_8) : new byte[] {'-'};
            exchange.sendResponseHeaders(answer.startsWith("{") ? 200 : Integer.parseInt(answer), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        portal.start();
    }

    @AfterEach
    void stop() {
        portal.stop(0);
    }

    private void answer(String path, String... all) {
        answers.put("/api/videos/" + path, new ArrayDeque<>(List.of(all)));
    }

    private static Entry like(double arrival, String video, String id) {
        return new Entry(arrival, Rows.json(id, "like", video, "u", null, arrival));
    }

    private List<String> reconcile() throws Exception {
        Archive archive = TestSpark.archive(folder);
        new Compact(TestSpark.get(), archive, line -> {}).run(Hour.FIRST, Hour.END, false);
        List<String> compared = new ArrayList<>();
        new Reconcile(
                        TestSpark.get(),
                        archive,
                        "http://127.0.0.1:" + portal.getAddress().getPort() + "/")
                .run(
                        new Recompute(TestSpark.get(), archive, line -> {}).run(),
                        one -> compared.add(one.videoId() + " " + one.figure() + " " + one.live() + " "
                                + one.recomputed() + " " + one.verdict(System.currentTimeMillis())));
        return compared;
    }

    /** Promise: only a difference that nothing explains is called unexplained, whatever characters the video's id has. */
    @Test
    void tellsWhatExplainsADifference() throws Exception {
        // Given: one like repeated at once and after 2 min, as the live figures count it: twice
        RawArchive raw = new RawArchive(folder);
        raw.add(
                LIKES,
                like(0, "late", "a"),
                like(60, "late", "a"),
                like(180, "late", "a"),
                like(181, "wrong", "b"),
                like(182, "live", "c"),
                like(183, "a b/ü", "d"),
                like(184, "gone", "e"));
        long longAgo = System.currentTimeMillis() - 11 * 60_000;
        answer("late", "{\"likes\":2,\"ended_at\":" + longAgo + "}");
        answer("wrong", "500", "503", "{\"likes\":2,\"ended_at\":" + longAgo + "}");
        answer("live", "{\"likes\":0,\"ended_at\":null}");
        answer("a%20b%2F%C3%BC", "{\"likes\":1,\"views\":0}");
        // When
        List<String> compared = reconcile();
        // Then
        assertEquals(
                List.of(
                        "a b/ü views 0 0 SAME",
                        "a b/ü likes 1 1 SAME",
                        "late likes 2 1 LATE_DUPLICATES",
                        "live likes 0 1 UNSETTLED",
                        "wrong likes 2 1 UNEXPLAINED"),
                compared);
    }

    /** Promise: a portal that does not tell is no agreement. */
    @Test
    void failsWithoutThePortal() throws Exception {
        // Given
        new RawArchive(folder).add(LIKES, like(0, "v", "a"));
        answer("v", "503");
        // When
        IOException failed = assertThrows(IOException.class, this::reconcile);
        // Then
        assertTrue(failed.getMessage().contains("/api/videos/v: it answered 503"), failed::getMessage);
    }
}
