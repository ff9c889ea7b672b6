package io.engage.ingest.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.engage.events.EventParser;
import io.engage.events.Parsed;
import io.engage.events.Topics;
import io.engage.ingest.IngestUnderTest;
import io.engage.ingest.LogReader;
import io.engage.ingest.http.Client.Reply;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises of {@code POST /v1/events}, with a real broker behind it. */
@QuarkusTest
@WithTestResource(IngestUnderTest.class)
class EventsDoorIT {
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    @TestHTTPResource("/")
    URI base;

    private Client client;
    private String video;

    @BeforeEach
    void open() {
        client = new Client(base);
        video = "video-" + UUID.randomUUID();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get("/q/health/ready").status() == 200);
    }

    @Test
    void anAcceptedEventIsInKafkaAsItWasSent() {
        // Given
        String sent = event("play", "u1");
        long before = System.currentTimeMillis();
        // When
        Reply reply = client.json(sent);
        // Then
        assertEquals(202, reply.status());
        assertEquals("{\"accepted\":1,\"rejected\":[]}", reply.body());
        List<ConsumerRecord<byte[], byte[]>> records = LogReader.read(Topics.VIEWS, video);
        assertEquals(1, records.size());
        ConsumerRecord<byte[], byte[]> record = records.getFirst();
        assertEquals(TimestampType.LOG_APPEND_TIME, record.timestampType());
        assertTrue(record.timestamp() >= before && record.timestamp() <= System.currentTimeMillis());
        String value = LogReader.text(record.value());
        String id = ((Parsed.Accepted) new EventParser().read(record.value()))
                .event()
                .eventId();
        assertEquals(sent.substring(0, sent.length() - 1) + ",\"event_id\":\"" + id + "\"}", value);
    }

    @Test
    void everyKindGoesToItsTopic() {
        // Given
        List<String> kinds =
                List.of("start_video", "play", "heartbeat", "like", "dislike", "comment", "leave", "end_video");
        // When
        Reply reply =
                client.json(kinds.stream().map(kind -> event(kind, "u")).collect(Collectors.joining(",", "[", "]")));
        // Then
        assertEquals(8, reply.accepted());
        assertEquals(5, LogReader.values(Topics.VIEWS, video).size());
        assertEquals(2, LogReader.values(Topics.REACTIONS, video).size());
        assertEquals(1, LogReader.values(Topics.COMMENTS, video).size());
    }

    @Test
    void whatIsRefusedIsToldByIndexAndTheRestIsTaken() {
        // Given
        String body = "[" + event("play", "a") + ", {\"event_type\":\"play\"}, 7,\n"
                + event("play", "b").replace("play", "ply") + "," + event("like", "c") + "]";
        // When
        Reply reply = client.json(body);
        // Then
        assertEquals(202, reply.status());
        assertEquals(2, reply.accepted());
        assertEquals(3, reply.rejected());
        assertEquals(1, reply.index(0));
        assertTrue(reply.reason(0).startsWith("video_id is missing"), reply::body);
        assertTrue(reply.reason(1).startsWith("not an object"), reply::body);
        assertEquals(3, reply.index(2));
        assertTrue(reply.reason(2).startsWith("event_type \"ply\" is unknown"), reply::body);
        assertEquals(1, LogReader.values(Topics.VIEWS, video).size());
        assertEquals(1, LogReader.values(Topics.REACTIONS, video).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {LINES, "text/plain;charset=UTF-8", JSON, ""})
    void eventsMayComeOneALine(String contentType) {
        // Given
        String body = event("like", "a{") + "\r\n\n" + event("like", "b").replace(":", " : ") + "\n{\"broken\":\n"
                + event("like", "}\\\"") + "\n";
        // When
        Reply reply = client.post(contentType.isEmpty() ? null : contentType, body);
        // Then
        assertEquals(202, reply.status(), reply::body);
        assertEquals(3, reply.accepted());
        assertEquals(1, reply.rejected());
        assertEquals(2, reply.index(0));
        assertEquals(3, LogReader.values(Topics.REACTIONS, video).size());
    }

    @Test
    void aBeaconNeedsNeitherHeadersNorPreflight() {
        // When
        Reply reply = client.send(
                "/v1/events?key=" + IngestUnderTest.PLAYER,
                "POST",
                "text/plain;charset=UTF-8",
                bytes(event("leave", "u")),
                "Origin",
                "https://tv.example");
        // Then
        assertEquals(202, reply.status());
        assertEquals("https://tv.example", reply.header("Access-Control-Allow-Origin"));
    }

    @Test
    void aPrettyPrintedObjectIsOneEventOnOneLine() {
        // When
        Reply reply = client.json(event("play", "u").replace(",", ",\n  ").replace("{", "{\n\t"));
        // Then
        assertEquals(1, reply.accepted());
        assertFalse(LogReader.values(Topics.VIEWS, video).getFirst().contains("\n"));
    }

    @Test
    void aBodyMayBeCompressed() {
        // Given
        String body =
                IntStream.range(0, 1_000).mapToObj(i -> event("like", "u" + i)).collect(Collectors.joining("\n"));
        // When
        Reply reply = client.post(LINES, Client.gzip(bytes(body)), "Content-Encoding", "gzip");
        // Then
        assertEquals(1_000, reply.accepted());
        assertEquals(1_000, LogReader.values(Topics.REACTIONS, video).size());
    }

    @Test
    void aCompressedBodyThatIsDamagedIsRefused() {
        // Given
        byte[] compressed = Client.gzip(bytes(event("like", "u")));
        byte[] cut = java.util.Arrays.copyOf(compressed, compressed.length - 9);
        // When
        Reply notGzip = client.post(JSON, event("like", "u"), "Content-Encoding", "gzip");
        Reply tooShort = client.post(JSON, cut, "Content-Encoding", "gzip");
        // Then
        refused(400, "the Content-Encoding is gzip, but the body is not", notGzip);
        refused(400, "the Content-Encoding is gzip, but the body is not", tooShort);
        assertEquals(List.of(), LogReader.values(Topics.REACTIONS, video));
    }

    @Test
    void aGzipBombIsRefusedAndLeavesNothingBehind() {
        // Given
        byte[] bomb = Client.gzip(new byte[500_000_000]);
        assertTrue(bomb.length < 1_000_000);
        // When
        Reply reply = client.post(JSON, bomb, "Content-Encoding", "gzip");
        // Then
        refused(413, "more than 10485760 bytes", reply);
        nothingIsInFlight();
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() throws Exception {
        // When
        String announced = raw(
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-API-Key: " + IngestUnderTest.SERVER
                        + "\r\nContent-Type: application/json\r\nContent-Length: 10485761\r\n\r\n",
                out -> out.write(new byte[10 * 1024 * 1024 + 1]));
        String endless = raw(
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-API-Key: " + IngestUnderTest.SERVER
                        + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
                out -> {
                    byte[] chunk = bytes("10000\r\n" + " ".repeat(0x10000) + "\r\n");
                    for (int i = 0; i < 1_000; i++) {
                        out.write(chunk);
                    }
                });
        // Then
        assertTrue(announced.startsWith("HTTP/1.1 413 "), announced);
        assertTrue(announced.contains("more than 10485760 bytes"), announced);
        assertTrue(endless.startsWith("HTTP/1.1 413 "), endless);
        nothingIsInFlight();
    }

    @Test
    void aBodyAtTheLimitIsTaken() {
        // Given
        byte[] body = new byte[10 * 1024 * 1024];
        java.util.Arrays.fill(body, (byte) ' ');
        byte[] event = bytes(event("like", "u"));
        System.arraycopy(event, 0, body, body.length - event.length, event.length);
        // When
        Reply reply = client.post(JSON, body);
        // Then
        assertEquals(202, reply.status(), reply::body);
        nothingIsInFlight();
    }

    @Test
    void aBodyWithTooManyEventsIsRefusedAsAWhole() {
        refused(413, "more than 2000 events", client.post(LINES, (event("like", "u") + "\n").repeat(2_001)));
        assertEquals(List.of(), LogReader.values(Topics.REACTIONS, video));
    }

    @Test
    void aBodyThatDoesNotArriveIsGivenUp() throws Exception {
        // When
        String answer = raw(
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-API-Key: " + IngestUnderTest.SERVER
                        + "\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{",
                out -> {});
        // Then
        assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
        nothingIsInFlight();
    }

    @Test
    void aSenderThatGoesAwayLeavesNothingBehind() throws Exception {
        // When
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream()
                    .write(bytes("POST /v1/events HTTP/1.1\r\nHost: x\r\nX-API-Key: " + IngestUnderTest.SERVER
                            + "\r\nContent-Length: 1000000\r\n\r\n" + " ".repeat(100_000)));
            await().atMost(Duration.ofSeconds(30)).until(() -> inFlight() >= 100_000);
        }
        // Then
        nothingIsInFlight();
    }

    @Test
    void whoAsksBeforeSendingIsToldToGoOn() throws Exception {
        // Given
        String event = event("like", "u");
        String head =
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                        + event.length() + "\r\nExpect: 100-continue\r\n";
        // When
        String allowed =
                raw(head + "X-API-Key: " + IngestUnderTest.SERVER + "\r\n\r\n", out -> out.write(bytes(event)));
        String refused = raw(head + "\r\n", out -> {});
        // Then
        assertTrue(allowed.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 "), allowed);
        assertTrue(refused.startsWith("HTTP/1.1 401 "), refused);
    }

    @Test
    void onlyAKnownKeyOpensTheDoor() {
        // When
        byte[] body = bytes(event("like", "u"));
        Reply none = client.send("/v1/events", "POST", JSON, body);
        Reply unknown = client.send("/v1/events", "POST", JSON, body, "X-API-Key", "guessed");
        Reply local = client.send("/v1/events", "POST", JSON, body, "X-API-Key", "local");
        // Then
        refused(401, "no API key", none);
        refused(401, "unknown API key", unknown);
        assertFalse(unknown.body().contains("guessed"));
        assertNotNull(none.header("WWW-Authenticate"));
        assertEquals(202, local.status());
        assertEquals(1, LogReader.values(Topics.REACTIONS, video).size());
    }

    @Test
    void aPlayerMaySendViewersEventsOnly() {
        // When
        Reply mixed = player(
                "[" + event("start_video", "u") + "," + event("play", "u") + "," + event("end_video", "u") + "]",
                "https://tv.example");
        Reply nothing = player(event("end_video", "u"), "https://tv.example");
        // Then
        assertEquals(202, mixed.status());
        assertEquals(1, mixed.accepted());
        assertEquals(0, mixed.index(0));
        assertEquals("a player's key may not send start_video; send it with a server's key", mixed.reason(0));
        assertEquals(2, mixed.index(1));
        assertEquals(400, nothing.status());
        assertEquals(1, LogReader.values(Topics.VIEWS, video).size());
    }

    @Test
    void aPlayersKeyIsForItsPagesOnly() {
        // When
        Reply own = player(event("like", "1"), "https://tv.example");
        Reply otherPort = player(event("like", "2"), "http://dev.example:5173");
        Reply foreign = player(event("like", "3"), "https://evil.example");
        Reply noPage =
                client.send("/v1/events", "POST", JSON, bytes(event("like", "4")), "X-API-Key", IngestUnderTest.PLAYER);
        Reply localPage = client.send(
                "/v1/events",
                "POST",
                JSON,
                bytes(event("like", "5")),
                "X-API-Key",
                "local-player",
                "Origin",
                "http://localhost:8080");
        // Then
        assertEquals(202, own.status());
        assertEquals("https://tv.example", own.header("Access-Control-Allow-Origin"));
        assertTrue(own.header("Access-Control-Expose-Headers").contains("X-Engage-Time"));
        assertEquals("origin", own.header("Vary").toLowerCase(java.util.Locale.ROOT));
        assertEquals(202, otherPort.status());
        refused(403, "this key is not for pages of https://evil.example", foreign);
        assertNull(foreign.header("Access-Control-Allow-Origin"));
        assertEquals(202, noPage.status());
        assertEquals(202, localPage.status());
        assertEquals(4, LogReader.values(Topics.REACTIONS, video).size());
    }

    @Test
    void aBrowserMayAskFirst() {
        // When
        Reply allowed = preflight("https://tv.example");
        Reply foreign = preflight("https://evil.example");
        // Then
        assertEquals(204, allowed.status());
        assertEquals("https://tv.example", allowed.header("Access-Control-Allow-Origin"));
        assertEquals("POST", allowed.header("Access-Control-Allow-Methods"));
        assertTrue(allowed.header("Access-Control-Allow-Headers").contains("X-API-Key"));
        assertEquals(403, foreign.status());
        assertNull(foreign.header("Access-Control-Allow-Origin"));
    }

    @Test
    void otherMediaIsRefused() {
        String event = event("like", "u");
        refused(415, "the Content-Type must be", client.post("application/x-www-form-urlencoded", event));
        refused(415, "the Content-Type must be", client.post("application/json; charset=ISO-8859-1", event));
        refused(415, "gzip only", client.post(JSON, event, "Content-Encoding", "br"));
    }

    @Test
    void otherMethodsAreRefused() {
        Reply reply = client.get("/v1/events");
        refused(405, "POST", reply);
        assertEquals("POST, OPTIONS", reply.header("Allow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n ", "[]", "\n\n"})
    void aBodyWithoutEventsIsRefused(String body) {
        refused(400, "the body holds no event", client.json(body));
        refused(400, "the body holds no event", client.post(LINES, body.replace("[]", "")));
    }

    @Test
    void whenNothingIsAcceptedTheStatusSaysSo() {
        // When
        Reply reply = client.json("{\"event_type\":\"like\"");
        // Then
        assertEquals(400, reply.status());
        assertEquals(0, reply.accepted());
        assertEquals(0, reply.index(0));
        assertTrue(reply.reason(0).startsWith("not JSON: "), reply::body);
    }

    @Test
    void nothingIsTakenOfABrokenArray() {
        // When
        Reply reply = client.json(
                "[" + event("like", "a") + "," + event("like", "b") + ",{\"event_type\":}," + event("like", "c") + "]");
        Reply cut = client.json("[" + event("like", "a") + "," + event("like", "b"));
        // Then
        assertEquals(400, reply.status());
        assertEquals(2, reply.index(0));
        assertTrue(
                reply.reason(0).startsWith("the array is broken at its element 2, so nothing of it was taken"),
                reply::body);
        assertEquals(400, cut.status());
        assertEquals(List.of(), LogReader.values(Topics.REACTIONS, video));
    }

    @Test
    void aMillionBracketsAreRefused() {
        for (String body : List.of(
                "[".repeat(1_000_000), "{\"a\":".repeat(1_000_000), "[".repeat(500_000) + "]".repeat(500_000))) {
            for (String contentType : List.of(JSON, LINES)) {
                Reply reply = client.post(contentType, body);
                assertEquals(400, reply.status());
                assertTrue(reply.reason(0).contains("nested deeper than 16 levels"), reply::body);
            }
        }
    }

    @Test
    void aKeyThatSendsTooMuchHasToWait() {
        // Given
        String body = (event("like", "u") + "\n").repeat(20);
        // When
        AtomicReference<Reply> answer = new AtomicReference<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            // Once more, where the machine pauses for the second after which it may send again.
            Reply overdrawn = sendLimited(LINES, body);
            answer.set(sendLimited(JSON, event("like", "u")));
            return overdrawn.status() == 202
                    && overdrawn.accepted() == 20
                    && answer.get().status() == 429;
        });
        // Then
        Reply next = answer.get();
        refused(429, "more events a second than it may", next);
        long wait = Long.parseLong(next.header("Retry-After"));
        assertTrue(wait >= 1 && wait <= 3, next.header("Retry-After"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> sendLimited(JSON, event("like", "u")).status() == 202);
    }

    private Reply sendLimited(String contentType, String body) {
        return client.send("/v1/events", "POST", contentType, bytes(body), "X-API-Key", IngestUnderTest.LIMITED);
    }

    @Test
    void whatIsRefusedIsKeptWithItsReasonAndWithoutTheKey() {
        // Given
        String broken = "{\"video_id\":\"" + video + "\", \"key\":\"" + IngestUnderTest.SERVER + "\"";
        long before = System.currentTimeMillis();
        // When
        Reply reply = client.post(LINES, event("like", "a") + "\n" + broken + "\n");
        // Then
        assertEquals(1, reply.accepted());
        await().atMost(Duration.ofSeconds(30)).until(() -> !keptInputs().isEmpty());
        JsonObject kept = keptInputs().getFirst();
        assertEquals(reply.reason(0), kept.getString("reason"));
        assertTrue(kept.getLong("received_at") >= before);
        assertEquals("key " + IngestUnderTest.BACKEND + ", 127.0.0.1", kept.getString("source"));
        assertEquals(
                broken.replace(IngestUnderTest.SERVER, "*".repeat(IngestUnderTest.SERVER.length())),
                new String(Base64.getDecoder().decode(kept.getString("input")), StandardCharsets.UTF_8));
        assertFalse(kept.encode().contains(IngestUnderTest.SERVER));
    }

    @Test
    void theClockIsTold() {
        // When
        long before = System.currentTimeMillis();
        Reply posted = client.json(event("like", "u"));
        Reply asked = client.get("/v1/time");
        long after = System.currentTimeMillis();
        // Then
        long header = Long.parseLong(posted.header("X-Engage-Time"));
        assertTrue(header >= before && header <= after);
        long time = asked.json().getLong("time");
        assertTrue(time >= before && time <= after);
        assertEquals("*", asked.header("Access-Control-Allow-Origin"));
    }

    @Test
    void whatWasAcknowledgedIsInKafkaExactlyOnce() throws Exception {
        // Given
        int senders = 8;
        int batches = 25;
        int size = 100;
        // When
        List<String> acknowledged = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(senders)) {
            List<Callable<List<String>>> work = IntStream.range(0, senders)
                    .<Callable<List<String>>>mapToObj(sender -> () -> {
                        Client own = new Client(base);
                        List<String> sent = new ArrayList<>();
                        for (int b = 0; b < batches; b++) {
                            List<String> batch = new ArrayList<>();
                            for (int i = 0; i < size; i++) {
                                String id = sender + "-" + b + "-" + i;
                                batch.add(event("like", "u😀" + id).replace("}", ",\"event_id\":\"" + id + "\"}"));
                            }
                            Reply reply = own.post(LINES, String.join("\n", batch));
                            assertEquals(size, reply.accepted(), reply::body);
                            sent.addAll(batch);
                        }
                        return sent;
                    })
                    .toList();
            for (Future<List<String>> one : threads.invokeAll(work)) {
                acknowledged.addAll(one.get());
            }
        }
        // Then
        List<String> stored = LogReader.values(Topics.REACTIONS, video);
        assertEquals(senders * batches * size, stored.size());
        assertEquals(Set.copyOf(acknowledged), new HashSet<>(stored));
        nothingIsInFlight();
    }

    @Test
    void metricsTellWhatCameIn() {
        // Given
        client.json("[" + event("dislike", "u") + ",{}]");
        // When
        String metrics = client.get("/q/metrics").body();
        // Then
        assertTrue(metrics.matches("(?s).*engage_ingest_events_accepted_total\\{[^}]*type=\"dislike\"[^}]*} [1-9].*"));
        assertTrue(
                metrics.matches("(?s).*engage_ingest_events_rejected_total\\{[^}]*problem=\"missing\"[^}]*} [1-9].*"));
        assertTrue(metrics.matches("(?s).*http_server_requests_seconds_count\\{[^}]*uri=\"/v1/events\"[^}]*} [1-9].*"));
        assertFalse(metrics.contains(IngestUnderTest.SERVER));
    }

    /** Promise: through a load balancer events come in, and nothing is told of how the service is. */
    @Test
    void metricsAreForOperatorsAlone() {
        for (String path : List.of("/q/metrics", "/q/./metrics", "/q/%6Detrics", "/q/health/ready", "/q/info")) {
            assertEquals(
                    404,
                    client.send(path, "GET", null, new byte[0], "X-Forwarded-For", "203.0.113.7")
                            .status(),
                    path);
        }
        assertEquals(
                202,
                client.post(JSON, event("like", "u"), "X-Forwarded-For", "203.0.113.7")
                        .status());
    }

    private List<JsonObject> keptInputs() {
        return LogReader.values(Topics.REJECTED, null).stream()
                .map(JsonObject::new)
                .filter(record -> new String(
                                Base64.getDecoder().decode(record.getString("input")), StandardCharsets.UTF_8)
                        .contains(video))
                .toList();
    }

    private void nothingIsInFlight() {
        await().atMost(Duration.ofSeconds(30)).until(() -> inFlight() == 0);
    }

    private double inFlight() {
        return client.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("engage_ingest_in_flight_bytes"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private Reply player(String body, String origin) {
        return client.send(
                "/v1/events", "POST", JSON, bytes(body), "X-API-Key", IngestUnderTest.PLAYER, "Origin", origin);
    }

    private Reply preflight(String origin) {
        return client.send(
                "/v1/events",
                "OPTIONS",
                null,
                new byte[0],
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "content-type,x-api-key");
    }

    private static void refused(int status, String reason, Reply reply) {
        assertEquals(status, reply.status(), reply::body);
        assertEquals(0, reply.accepted());
        assertEquals(new JsonArray(), reply.json().getJsonArray("rejected"));
        assertTrue(reply.json().getString("reason").contains(reason), reply::body);
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Writes as long as the server lets it, and returns all that the server says until it closes the connection. */
    private String raw(String head, Writing body) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(bytes(head));
            try {
                body.to(socket.getOutputStream());
            } catch (SocketException e) {
                // The server has enough of it; what it says is what counts.
            }
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4_096];
            try {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    answer.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
            } catch (SocketException e) {
                // Reset behind the answer.
            }
            return answer.toString();
        }
    }

    private String event(String type, String user) {
        return "{\"event_type\":\"" + type + "\",\"video_id\":\"" + video + "\",\"user_id\":\"" + user
                + "\",\"timestamp\":" + System.currentTimeMillis()
                + (type.equals("comment") ? ",\"comment\":\"nice {goal}\"" : "") + "}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
